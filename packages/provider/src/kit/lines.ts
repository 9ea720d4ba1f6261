import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The longest line that is kept whole, in bytes; parsing one of 100 MB costs four times that in memory. */
export const MAX_LINE_BYTES = 32 * 1024 * 1024;

/**
 * Splits bytes into lines at 0x0A and nowhere else, decoded as UTF-8, without the line end (`\n` or `\r\n`).
 * Empty lines are left out. A last line without a newline is a line.
 *
 * Not node's readline: it also splits at a bare CR and loses lines when its iteration starts late.
 */
export async function* textLines(bytes: AsyncIterable<Uint8Array>, maxBytes = MAX_LINE_BYTES): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end !== -1; end = buffer.indexOf(NEWLINE, start)) {
      const line = decode(pending, buffer.subarray(start, end));
      pending = [];
      size = 0;
      start = end + 1;
      if (line !== '') yield line;
    }
    if (start < buffer.length) {
      pending.push(buffer.subarray(start));
      size += buffer.length - start;
      if (size > maxBytes) throw lineTooLong(maxBytes);
    }
  }
  const last = decode(pending, Buffer.alloc(0));
  if (last !== '') yield last;
}

/** The lines of a JSON Lines stream, each an object. Throws the fault `malformed` with the line's number. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  let number = 0;
  for await (const line of textLines(bytes)) {
    number += 1;
    try {
      yield JSON.parse(line) as JsonObject;
    } catch (cause) {
      throw fault({code: 'malformed', message: `Line ${number} is not JSON.`, retry: 'never', cause});
    }
  }
}

function decode(pending: readonly Buffer[], tail: Buffer): string {
  const line = pending.length === 0 ? tail : Buffer.concat([...pending, tail]);
  const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
  return line.toString('utf8', 0, end);
}

function lineTooLong(maxBytes: number): Error {
  return fault({code: 'line-too-long', message: `A line is longer than ${maxBytes} bytes.`, retry: 'never'});
}
