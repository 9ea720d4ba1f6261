import type {InputFile} from './list-inputs.js';
import {readBytes} from './read-bytes.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The line, from 1, that holds the byte at this position, counted after a byte order mark. Reads the file again, so
 * that no reader has to count lines for an error that hardly ever comes.
 */
export async function lineAt(input: InputFile, position: number): Promise<number> {
  let line = 1;
  let offset = 0;
  for await (const chunk of readBytes(input)) {
    const end = Math.min(chunk.length, position - offset);
    for (let i = 0; i < end; i += 1) if (chunk[i] === NEWLINE) line += 1;
    offset += chunk.length;
    if (offset >= position) break;
  }
  return line;
}

/** The line, from 1, that is the `nth` (from 1) of those that are not empty. Reads the file again. */
export async function lineOfNth(input: InputFile, nth: number): Promise<number> {
  let line = 1;
  let seen = 0;
  let empty = true;
  for await (const chunk of readBytes(input)) {
    for (const byte of chunk) {
      if (byte === NEWLINE) {
        line += 1;
        empty = true;
      } else if (empty && byte !== CARRIAGE_RETURN) {
        empty = false;
        seen += 1;
        if (seen === nth) return line;
      }
    }
  }
  return line;
}
