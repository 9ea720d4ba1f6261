import {closeSync, createReadStream, fstatSync, openSync, readSync} from 'node:fs';
import type {ResultLine} from '@agac/provider';
import {cursorNumber, numberedLines} from '@agac/provider/kit';
import {isCode} from './files.js';

const NEWLINE = 0x0a;
const BLOCK_BYTES = 64 * 1024;

/**
 * The complete lines of a results file, from the byte that a cursor names; a line that is just being written is left
 * for the next time. None where there is no file yet.
 */
export async function* readResults(path: string, cursor?: string): AsyncGenerator<ResultLine> {
  const start = cursorNumber(cursor);
  const complete = completeBytes(path);
  if (complete <= start) return;
  for await (const {text, end} of numberedLines(createReadStream(path, {start, end: complete - 1}))) {
    yield {text, cursor: String(start + end)};
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
