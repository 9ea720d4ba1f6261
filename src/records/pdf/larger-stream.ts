import {createInflate} from 'node:zlib';

const BEGIN = /stream\r?\n/g;
const END = 'endstream';
/** Streams may be packed twice; what comes out of the first time then looks packed. */
const MAX_LAYERS = 3;

/**
 * Whether a part of a PDF file unpacks to more than so many bytes, which its reader would keep whole. Parts are found by
 * their keywords, not by the tables of the file, which may lie; of the ways to pack them only deflate is looked into.
 */
export async function hasLargerStream(pdf: Buffer, maxBytes: number): Promise<boolean> {
  const text = pdf.toString('latin1');
  for (const {index, 0: keyword} of text.matchAll(BEGIN)) {
    const start = index + keyword.length;
    if (text.startsWith('end', index - 3) || !isPacked(pdf, start)) continue;
    const end = text.indexOf(END, start);
    const packed = pdf.subarray(start, end === -1 ? undefined : end);
    if (await unpacksTo(packed, {maxBytes, layers: MAX_LAYERS})) return true;
  }
  return false;
}

async function unpacksTo(packed: Buffer, {maxBytes, layers}: {maxBytes: number; layers: number}): Promise<boolean> {
  const inflate = createInflate();
  let size = 0;
  const inner: Buffer[] = [];
  inflate.on('data', (chunk: Buffer) => {
    if (layers > 1 && (size > 0 ? inner.length > 0 : isPacked(chunk, 0))) inner.push(chunk);
    size += chunk.length;
    if (size > maxBytes) inflate.destroy();
  });
  // What is no deflate after all, or goes on after its end, is for the reader to refuse.
  inflate.on('error', () => undefined);
  inflate.end(packed);
  await new Promise((resolve) => inflate.once('close', resolve));
  if (size > maxBytes) return true;
  return inner.length > 0 && (await unpacksTo(Buffer.concat(inner), {maxBytes, layers: layers - 1}));
}

/** Whether it begins as zlib has it: the method, and a checksum of the first two bytes. */
function isPacked(bytes: Buffer, at: number): boolean {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}
