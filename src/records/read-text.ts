import {basename} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {invalidInput} from './invalid-input.js';
import type {InputFile} from './list-inputs.js';
import {readBytes} from './read-bytes.js';

const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/**
 * A text file as one record: `{"content": text, "file_name": name}`.
 * @throws AgacError INPUT_INVALID for more than 32 MiB
 */
export async function* readText(input: InputFile): AsyncGenerator<JsonObject> {
  yield {content: await wholeText(input), file_name: basename(input.file)};
}

/** The text of a file. Throws AgacError INPUT_INVALID for more than 32 MiB. */
export async function wholeText(input: InputFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readBytes(input)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_TEXT_BYTES) {
      throw invalidInput(input, {message: 'The text is larger than 32 MiB.', actions: ['Split the file.']});
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
