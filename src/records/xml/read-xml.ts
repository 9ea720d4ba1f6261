import type {JsonObject} from '@agac/provider';
import {asRecord} from '../as-record.js';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {readBytes} from '../read-bytes.js';
import {ElementValues} from './element-values.js';
import {XmlError, xmlEvents} from './xml-events.js';

/** Of one record, with its tags. */
const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/**
 * The records of an `.xml` file: the elements in the root where they all have one name, else the root. The file is read
 * through twice, as the names are known only at its end.
 * @throws AgacError INPUT_INVALID with the line
 */
export async function* readXml(input: InputFile): AsyncGenerator<JsonObject> {
  try {
    yield* recordsAt((await isList(input)) ? 1 : 0, input);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw invalidInput(input, {
      message: `This cannot be read as XML. ${error.message}`,
      line: error.line,
      cause: error,
    });
  }
}

/** Whether there is nothing in the root but elements of one name, more than one or with something in it. */
async function isList(input: InputFile): Promise<boolean> {
  const names = new Set<string>();
  let children = 0;
  let isNested = false;
  let depth = 0;
  for await (const {events} of xmlEvents(readBytes(input))) {
    for (const event of events) {
      if (event.kind === 'close') depth -= 1;
      if (event.kind === 'text' && depth === 1 && event.text.trim() !== '') return false;
      if (event.kind !== 'open') continue;
      depth += 1;
      isNested ||= depth > 2 || (depth === 2 && Object.keys(event.attributes).length > 0);
      if (depth !== 2) continue;
      names.add(event.name);
      children += 1;
      if (names.size > 1) return false;
    }
  }
  return children > 1 || (children === 1 && isNested);
}

/** The elements so many levels below the root. */
async function* recordsAt(level: number, input: InputFile): AsyncGenerator<JsonObject> {
  const values = new ElementValues();
  let depth = 0;
  let unfinishedBytes = 0;
  for await (const {events, bytes, line} of xmlEvents(readBytes(input))) {
    unfinishedBytes += bytes;
    for (const event of events) {
      if (event.kind === 'open') depth += 1;
      const finished = depth > level ? values.take(event) : undefined;
      if (event.kind === 'close') depth -= 1;
      if (finished === undefined) continue;
      unfinishedBytes = 0;
      yield asRecord(finished.value);
    }
    if (unfinishedBytes > MAX_RECORD_BYTES) throw new XmlError('One record is larger than 32 MiB.', line);
  }
}
