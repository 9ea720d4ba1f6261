import {closeSync, constants, fstatSync, openSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Problems} from './problems.js';

export interface TextFile {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with forward slashes. */
  readonly file: string;
}

/** The text of a UTF-8 file without its byte order mark; undefined, with a problem, when it cannot be had. */
export function readTextFile({root, file}: TextFile, problems: Problems, maxBytes: number): string | undefined {
  try {
    const bytes = readRegularFile(join(root, file), maxBytes);
    if (typeof bytes !== 'string') return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
    problems.error({file}, `The file ${bytes}.`);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    const reason = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8 text' : `cannot be read (${code})`;
    problems.error({file}, `The file ${reason}.`);
  }
  return undefined;
}

/** The bytes, or what is wrong with the file. */
function readRegularFile(path: string, maxBytes: number): Buffer | string {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return 'is not a regular file';
    if (status.size > maxBytes) return `has ${status.size} bytes; at most ${maxBytes} are read`;
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
