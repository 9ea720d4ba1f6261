import type {JsonObject} from '@agac/provider';
import {lineAt} from './find-line.js';
import {invalidInput} from './invalid-input.js';
import {JsonRecords} from './json-records.js';
import type {InputFile} from './list-inputs.js';
import {readBytes} from './read-bytes.js';

/**
 * The records of a `.json` file: the elements of the array at its root, one at a time, or the one object there.
 * @throws AgacError INPUT_INVALID with the line
 */
export async function* readJson(input: InputFile): AsyncGenerator<JsonObject> {
  const records = new JsonRecords();
  for await (const chunk of readBytes(input)) yield* await attempt(input, records, () => records.write(chunk));
  await attempt(input, records, () => records.end());
}

async function attempt<T>(input: InputFile, records: JsonRecords, step: () => T): Promise<T> {
  try {
    return step();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // The tokenizer says in its message where it stopped; it is ahead of the last token.
    const stop = /absolute position "(\d+)"/.exec(message)?.[1];
    const line = await lineAt(input, stop === undefined ? records.position : Number(stop));
    throw invalidInput(input, {message: `This cannot be read as JSON. ${sentence(message)}`, line, cause});
  }
}

/** The parser's message without its positions and state names. */
function sentence(message: string): string {
  return `${message.replace(/ (?:at chunk position|in state) .*$/s, '').replace(/[A-Z_]+ \((".*")\)$/s, '$1')}.`;
}
