import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {invalidInput} from './invalid-input.js';
import type {InputFile} from './list-inputs.js';

/** Logs that repeat themselves reach a hundredfold; a file made to fill a disk, a thousandfold. */
const MAX_RATIO = 200;
/** Below this many unpacked bytes the ratio does not matter. */
const HARMLESS_BYTES = 64 * 1024 * 1024;

/**
 * The unpacked bytes of a gzip file, as a stream.
 * @throws AgacError INPUT_INVALID for more than {@link MAX_RATIO} times its size; zlib's or the disk's own error otherwise
 */
export async function* gunzip(input: InputFile): AsyncGenerator<Buffer> {
  const unpacker = createGunzip();
  // Whatever goes wrong destroys the unpacker with that error, and its iterator throws it.
  pipeline(createReadStream(input.path), unpacker, () => undefined);
  let unpacked = 0;
  for await (const chunk of unpacker as AsyncIterable<Buffer>) {
    unpacked += chunk.length;
    if (unpacked > HARMLESS_BYTES && unpacked > MAX_RATIO * input.bytes) throw tooLarge(input);
    yield chunk;
  }
}

function tooLarge(input: InputFile): Error {
  return invalidInput(input, {
    message: `It unpacks to more than ${MAX_RATIO} times its size.`,
    actions: ['Unpack it yourself, if you trust it, and put what is in it into the input folder.'],
  });
}
