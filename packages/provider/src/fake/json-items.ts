const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
const NEWLINE = Buffer.from('\n');

/**
 * The objects of the first list in a JSON document, a line each, without holding the document: `{"requests": [{…}, {…}]}`
 * gives the two. What stands around the list is not looked at.
 */
export async function* itemLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const scan: Scan = {depth: 0, listDepth: undefined, inText: false, escaped: false};
  for await (const chunk of bytes) {
    let from = isInItem(scan) ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const before = isInItem(scan);
      step(scan, chunk[at] ?? 0);
      const after = isInItem(scan);
      if (!before && after) from = at;
      if (before && !after) {
        yield chunk.subarray(from, at + 1);
        yield NEWLINE;
        from = -1;
      }
    }
    if (from !== -1) yield chunk.subarray(from);
  }
}

interface Scan {
  depth: number;
  /** The depth inside the list; undefined until it begins, and less than any depth when it is over. */
  listDepth: number | undefined;
  inText: boolean;
  escaped: boolean;
}

function isInItem({depth, listDepth}: Scan): boolean {
  return listDepth !== undefined && listDepth >= 0 && depth > listDepth;
}

function step(scan: Scan, byte: number): void {
  if (scan.inText) {
    if (scan.escaped) scan.escaped = false;
    else if (byte === BACKSLASH) scan.escaped = true;
    else if (byte === QUOTE) scan.inText = false;
  } else if (byte === QUOTE) scan.inText = true;
  else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
    scan.depth += 1;
    if (byte === OPEN_LIST && scan.listDepth === undefined) scan.listDepth = scan.depth;
  } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
    scan.depth -= 1;
    if (scan.listDepth !== undefined && scan.depth < scan.listDepth) scan.listDepth = -1;
  }
}
