import type {Json, JsonObject} from '@agac/provider';
import {isFault} from '@agac/provider';
import {textLines} from '@agac/provider/kit';
import {asRecord} from './as-record.js';
import {lineOfNth} from './find-line.js';
import {invalidInput} from './invalid-input.js';
import type {InputFile} from './list-inputs.js';
import {parseJson} from './parse-json.js';
import {readBytes} from './read-bytes.js';

/**
 * The records of a `.jsonl` file: one a line; blank lines are skipped.
 * @throws AgacError INPUT_INVALID with the line
 */
export async function* readJsonLines(input: InputFile): AsyncGenerator<JsonObject> {
  let nth = 0;
  try {
    for await (const line of textLines(readBytes(input))) {
      nth += 1;
      if (line.trim() !== '') yield asRecord(await parseLine(input, line, nth));
    }
  } catch (error) {
    if (!isFault(error)) throw error;
    throw invalidInput(input, {message: error.message, line: await lineOfNth(input, nth + 1), cause: error});
  }
}

async function parseLine(input: InputFile, line: string, nth: number): Promise<Json> {
  try {
    return parseJson(line);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `This line cannot be read as JSON. ${reason.replace(/ \(line \d+ column \d+\)$/, '')}.`;
    throw invalidInput(input, {message, line: await lineOfNth(input, nth), cause});
  }
}
