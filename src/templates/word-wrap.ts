export interface Wrapping {
  /** Characters that a line may have. */
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
  /** What stands between lines. */
  readonly between: string;
}

/** Where a word may be broken without a sign of it: behind the hyphen of a compound, and on both sides of a dash. */
const IN_WORDS =
  /(?<=\p{L}{2}-|\p{L}-[\p{L}\p{N}_]-)(?=\p{L}-?\p{L})|(?<=[\p{L}\p{N}_])(?=--+[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_]--+)(?=[\p{L}\p{N}_])/u;

/** A text in lines that are no wider, broken as Python does it; lines that it has stay lines. */
export function wrapped(text: string, wrapping: Wrapping): string {
  const lines = text.replace(/(\r\n|[\n\r])$/, '').split(/\r\n|[\n\r]/);
  return lines.map((line) => linesOf(line, wrapping).join(wrapping.between)).join(wrapping.between);
}

function linesOf(line: string, wrapping: Wrapping): readonly string[] {
  const lines: string[] = [];
  const left = piecesOf(line, wrapping).reverse();
  while (left.length > 0) {
    if (lines.length > 0 && isSpace(left.at(-1)!)) left.pop();
    const taken = takeLine(left, wrapping);
    if (isSpace(taken.at(-1) ?? ' ')) taken.pop();
    if (taken.length > 0) lines.push(taken.join(''));
  }
  return lines;
}

/** Words, or parts of them, and the white space between. */
function piecesOf(line: string, {breakOnHyphens}: Wrapping): string[] {
  const words = line.split(/(\s+)/).filter((word) => word !== '');
  return breakOnHyphens ? words.flatMap((word) => word.split(IN_WORDS)) : words;
}

/** Takes what goes into one line off the end of what is left. */
function takeLine(left: string[], wrapping: Wrapping): string[] {
  const taken: string[] = [];
  let room = wrapping.width;
  for (let next = left.at(-1); next !== undefined && sizeOf(next) <= room; next = left.at(-1)) {
    taken.push(next);
    left.pop();
    room -= sizeOf(next);
  }
  const next = left.at(-1);
  if (next === undefined || sizeOf(next) <= wrapping.width) return taken;
  if (wrapping.breakLongWords) {
    const [first, rest] = broken(next, room, wrapping);
    taken.push(first);
    left[left.length - 1] = rest;
  } else if (taken.length === 0) taken.push(left.pop()!);
  return taken;
}

/** A word that fits no line, in two: at its last hyphen in the room there is, or where the room ends. */
function broken(word: string, room: number, {breakOnHyphens}: Wrapping): readonly [string, string] {
  const signs = [...word];
  const hyphen = breakOnHyphens ? signs.slice(0, room).lastIndexOf('-') : -1;
  const end = hyphen > 0 && signs.slice(0, hyphen).some((sign) => sign !== '-') ? hyphen + 1 : room;
  return [signs.slice(0, end).join(''), signs.slice(end).join('')];
}

function isSpace(piece: string): boolean {
  return piece.trim() === '';
}

/** In characters, as Python counts them. */
function sizeOf(piece: string): number {
  return [...piece].length;
}
