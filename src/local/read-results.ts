import {closeSync, createReadStream, fstatSync, openSync, readSync} from 'node:fs';
import type {ResultLine} from '@agac/provider';
import {cursorNumber, textLines} from '@agac/provider/kit';
import {isCode} from './files.js';

const NEWLINE = 0x0a;
const BLOCK_BYTES = 64 * 1024;

/**
 * The complete lines of a results file, from the byte that a cursor names; a line that is just being written is left
 * for the next time. None where there is no file yet.
 */
export async function* readResults(path: string, cursor?: string): AsyncGenerator<ResultLine> {
  let offset = cursorNumber(cursor);
  const end = completeBytes(path);
  if (end <= offset) return;
  for await (const text of textLines(createReadStream(path, {start: offset, end: end - 1}))) {
    offset += Buffer.byteLength(text) + 1;
    yield {text, cursor: String(offset)};
  }
}

/** Bytes up to the last newline, which is included. */
function completeBytes(path: string): number {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0;
    throw error;
  }
  try {
    const block = Buffer.alloc(BLOCK_BYTES);
    for (let end = fstatSync(fd).size; end > 0; end -= BLOCK_BYTES) {
      const start = Math.max(0, end - BLOCK_BYTES);
      const found = block.subarray(0, readSync(fd, block, 0, end - start, start)).lastIndexOf(NEWLINE);
      if (found !== -1) return start + found + 1;
    }
    return 0;
  } finally {
    closeSync(fd);
  }
}
