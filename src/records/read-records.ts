import type {JsonObject} from '@agac/provider';
import type {InputFile, InputFormat} from './list-inputs.js';
import {readJson} from './read-json.js';
import {readJsonLines} from './read-json-lines.js';
import {readTable} from './read-table.js';
import {readText} from './read-text.js';

type Reader = (input: InputFile) => AsyncGenerator<JsonObject>;

const READERS: Readonly<Record<InputFormat, Reader>> = {
  json: readJson,
  jsonl: readJsonLines,
  csv: readTable,
  tsv: readTable,
  text: readText,
  xml: late(async () => (await import('./xml/read-xml.js')).readXml),
  html: late(async () => (await import('./read-html.js')).readHtml),
  xlsx: late(async () => (await import('./office/read-workbook.js')).readWorkbookRows),
  docx: late(async () => (await import('./office/read-document.js')).readDocument),
  pdf: late(async () => (await import('./aside/read-aside.js')).readAside),
  parquet: late(async () => (await import('./aside/read-aside.js')).readAside),
};

/** A reader with a library of its own, imported with the first file that needs it. */
function late(load: () => Promise<Reader>): Reader {
  return async function* (input) {
    yield* (await load())(input);
  };
}

/**
 * The records of one input file, in its order; only a text file, or a single element, is ever held whole.
 * @throws AgacError INPUT_INVALID naming the file and, where there are lines, the line
 */
export function readRecords(input: InputFile): AsyncGenerator<JsonObject> {
  return READERS[input.format](input);
}
