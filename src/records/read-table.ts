import {pipeline, Readable} from 'node:stream';
import type {JsonObject} from '@agac/provider';
import {CsvError, type Parser, parse} from 'csv-parse';
import type {AgacError} from '../domain/errors.js';
import {lineAt} from './find-line.js';
import {invalidInput} from './invalid-input.js';
import type {InputFile} from './list-inputs.js';
import {readBytes} from './read-bytes.js';

const MAX_ROW_CHARACTERS = 32 * 1024 * 1024;

/**
 * The records of a `.csv` or `.tsv` file, named by its header row. Values stay text; a short row leaves its last fields
 * out; empty lines are skipped.
 * @throws AgacError INPUT_INVALID, with the line, for a long row, a stray quote, a header without a name or with one twice
 */
export async function* readTable(input: InputFile): AsyncGenerator<JsonObject> {
  const rows = openParser(input);
  try {
    for await (const row of rows) yield row;
  } catch (error) {
    throw error instanceof CsvError ? await refusal(input, error) : error;
  }
}

function openParser(input: InputFile): Parser {
  const parser = parse({
    delimiter: input.format === 'tsv' ? '\t' : ',',
    // Found out by itself, it would be the first one of the file only; many files mix them.
    record_delimiter: ['\r\n', '\n', '\r'],
    columns: (header: readonly string[]) => checkHeader(input, header),
    relax_column_count_less: true,
    // In a tab-separated file a quote inside a field is an inch, or a quotation.
    relax_quotes: input.format === 'tsv',
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
  });
  // Whatever goes wrong destroys the parser with that error, and its iterator throws it.
  pipeline(Readable.from(readBytes(input)), parser, () => undefined);
  return parser;
}

function checkHeader(input: InputFile, header: readonly string[]): string[] {
  const names = header.map((name) => name.trim());
  const empty = names.indexOf('');
  if (empty !== -1) throw invalidInput(input, {message: `Column ${empty + 1} of the header has no name.`, line: 1});
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidInput(input, {message: `Two columns are named "${twice}".`, line: 1});
  return names;
}

async function refusal(input: InputFile, error: CsvError): Promise<AgacError> {
  const afterLastField = typeof error['bytes'] === 'number' ? error['bytes'] : 0;
  // A row that was refused has been read with its line end.
  const position = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? afterLastField - 1 : afterLastField;
  return invalidInput(input, {message: sentence(error), line: await lineAt(input, position), cause: error});
}

function sentence({code, message}: CsvError): string {
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      return 'This row has more fields than the header. A field with the delimiter in it must be quoted.';
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quoted field begins here and never ends.';
    case 'CSV_MAX_RECORD_SIZE':
      return 'This row is larger than 32 MiB; a quote may be missing.';
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'There is a quote inside a field. Quote the whole field and double the quotes in it.';
    default:
      return message;
  }
}
