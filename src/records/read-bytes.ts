import {createReadStream} from 'node:fs';
import {AgacError} from '../domain/errors.js';
import {gunzip} from './gunzip.js';
import {invalidInput} from './invalid-input.js';
import type {InputFile} from './list-inputs.js';

const COPY_AGAIN = 'Copy or pack the file again; `gzip -t` says whether it is whole.';
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The bytes of a text file, unpacked where it is packed, without the byte order mark, and checked to be UTF-8: decoding
 * them later cannot lose anything.
 * @throws AgacError INPUT_INVALID for other encodings and for files that cannot be opened or read
 */
export async function* readBytes(input: InputFile): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let first = true;
  for await (const chunk of fileBytes(input)) {
    check(input, () => decoder.decode(chunk, {stream: true}));
    yield first && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? chunk.subarray(3) : chunk;
    first = false;
  }
  check(input, () => decoder.decode());
}

async function* fileBytes(input: InputFile): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<Buffer> = input.gzip === true ? gunzip(input) : createReadStream(input.path);
  try {
    yield* stream;
  } catch (cause) {
    throw cause instanceof AgacError ? cause : unreadable(input, cause);
  }
}

function unreadable(input: InputFile, cause: unknown): AgacError {
  const isDamaged = cause instanceof Error && 'code' in cause && /^Z_/.test(String(cause.code));
  return isDamaged
    ? invalidInput(input, {message: `It is not a whole gzip file (${cause.message}).`, actions: [COPY_AGAIN], cause})
    : invalidInput(input, {message: `The file cannot be read (${reasonOf(cause)}).`, cause});
}

function check(input: InputFile, decode: () => void): void {
  try {
    decode();
  } catch (cause) {
    throw invalidInput(input, {message: 'This is not UTF-8 text.', actions: ['Save the file as UTF-8.'], cause});
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
