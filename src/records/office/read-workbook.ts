import type {Json, JsonObject} from '@agac/provider';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {columnName} from './cell-value.js';
import {openArchive} from './open-archive.js';
import {invalidRow, type Row, sheetRows} from './sheet-rows.js';
import {readTables, readWorkbook, type Sheet} from './workbook.js';

/**
 * The records of an `.xlsx` file: one a row of its first sheet, named by the first row with something in it. An empty
 * cell is null, a row without any value is skipped, a date is ISO text.
 * @throws AgacError INPUT_INVALID, with sheet and row, for a header without a name or with one twice, and for values
 *   beside it
 */
export async function* readWorkbookRows(input: InputFile): AsyncGenerator<JsonObject> {
  const archive = await openArchive(input);
  try {
    const workbook = await readWorkbook(input, archive);
    const [sheet] = workbook.sheets;
    if (archive.read(sheet.part) === undefined) {
      throw invalidInput(input, {message: `The sheet ${JSON.stringify(sheet.name)} is missing in it.`});
    }
    const tables = await readTables(input, archive, workbook);
    let header: ReadonlyMap<number, string> | undefined;
    for await (const row of sheetRows(input, {archive, workbook, tables, sheet})) {
      if (header === undefined) header = headerOf(input, sheet, row);
      else yield recordOf(input, {sheet, row, header});
    }
  } finally {
    archive.close();
  }
}

/** The sheets of an `.xlsx` file that are not read. Throws AgacError INPUT_INVALID. */
export async function sheetsLeftOut(input: InputFile): Promise<readonly string[]> {
  const archive = await openArchive(input);
  try {
    const {sheets} = await readWorkbook(input, archive);
    return sheets.slice(1).map(({name}) => name);
  } finally {
    archive.close();
  }
}

function headerOf(input: InputFile, sheet: Sheet, {number, cells}: Row): ReadonlyMap<number, string> {
  const header = new Map([...cells].map(([column, value]) => [column, textOf(value).trim()]));
  const names = [...header.values()].filter((name) => name !== '');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return header;
  throw invalidRow(input, sheet, {row: number, message: `Two columns are named "${twice}".`});
}

function recordOf(
  input: InputFile,
  {sheet, row, header}: {sheet: Sheet; row: Row; header: ReadonlyMap<number, string>},
): JsonObject {
  const beside = [...row.cells.keys()].find((column) => !header.get(column));
  if (beside !== undefined) {
    const message = `There is a value in column ${columnName(beside)}, which has no name in the header.`;
    throw invalidRow(input, sheet, {row: row.number, message, actions: ['Name the column, or empty it.']});
  }
  return Object.fromEntries(
    [...header].filter(([, name]) => name).map(([column, name]) => [name, row.cells.get(column) ?? null]),
  );
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
