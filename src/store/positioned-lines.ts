import {createReadStream} from 'node:fs';

const NEWLINE = 0x0a;
const BLOCK_BYTES = 256 * 1024;

export interface PositionedLine {
  readonly offset: number;
  /** Bytes, without the newline. */
  readonly length: number;
  readonly text: string;
}

/** The lines of a file that agac wrote, each with its place, for reading it again later. */
export async function* positionedLines(path: string): AsyncGenerator<PositionedLine> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path, {highWaterMark: BLOCK_BYTES})) {
    const block = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end !== -1; end = block.indexOf(NEWLINE, start)) {
      yield {offset: offset + start, length: end - start, text: block.toString('utf8', start, end)};
      start = end + 1;
    }
    rest = block.subarray(start);
    offset += start;
  }
  if (rest.length > 0) yield {offset, length: rest.length, text: rest.toString('utf8')};
}
