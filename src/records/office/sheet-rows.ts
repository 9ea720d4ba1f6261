import type {Json} from '@agac/provider';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {type Cell, cellValue, columnOf} from './cell-value.js';
import {type DocumentEvent, documentEvents} from './document-events.js';
import type {Archive} from './open-archive.js';
import {TextCollector} from './text-collector.js';
import type {CellTables, Sheet, Workbook} from './workbook.js';

/** A row with something in it. */
export interface Row {
  /** From 1, as a reader sees it. */
  readonly number: number;
  /** What is in its cells, by column from 1; empty cells are not there. */
  readonly cells: ReadonlyMap<number, Json>;
}

export interface OpenSheet {
  readonly archive: Archive;
  readonly workbook: Workbook;
  readonly tables: CellTables;
  readonly sheet: Sheet;
}

export interface RowFlaw {
  readonly row: number;
  readonly message: string;
  readonly actions?: readonly string[];
  readonly cause?: unknown;
}

const MAX_COLUMNS = 16_384;
const MAX_ROW_CHARACTERS = 32 * 1024 * 1024;

/** The rows of a sheet that are not empty, one at a time. Throws AgacError INPUT_INVALID with sheet and row. */
export async function* sheetRows(input: InputFile, open: OpenSheet): AsyncGenerator<Row> {
  const {archive, sheet, tables, workbook} = open;
  const rows = new RowBuilder((cell) => cellValue(cell, tables, workbook));
  for await (const events of documentEvents(input, {archive, name: sheet.part})) {
    for (const event of events) {
      const row = attempt(input, {sheet, rows}, event);
      if (row !== undefined && row.cells.size > 0) yield row;
    }
  }
}

function attempt(
  input: InputFile,
  {sheet, rows}: {sheet: Sheet; rows: RowBuilder},
  event: DocumentEvent,
): Row | undefined {
  try {
    return rows.take(event);
  } catch (cause) {
    const message = `${cause instanceof Error ? cause.message : String(cause)}.`;
    const actions = ['Open the workbook in a spreadsheet program and save it.'];
    throw invalidRow(input, sheet, {row: rows.number, message, actions, cause});
  }
}

export function invalidRow(input: InputFile, sheet: Sheet, {row, ...flaw}: RowFlaw): Error {
  return invalidInput(input, {place: `sheet ${JSON.stringify(sheet.name)}, row ${row}`, ...flaw});
}

/** Puts rows together from what is in the file of a sheet. */
class RowBuilder {
  readonly #evaluate: (cell: Cell) => Json;
  readonly #inline = new TextCollector();
  #cells = new Map<number, Json>();
  #number = 0;
  #size = 0;
  #column = 0;
  #cell: {-readonly [Key in keyof Cell]: Cell[Key]} | undefined;
  #isValue = false;

  constructor(evaluate: (cell: Cell) => Json) {
    this.#evaluate = evaluate;
  }

  /** Of the row that it is in. */
  get number(): number {
    return this.#number;
  }

  /** Takes the next event; returns the row that it ends. Throws an Error that says what is wrong. */
  take(event: DocumentEvent): Row | undefined {
    if (this.#cell !== undefined) this.#inline.take(event);
    if (event.kind === 'text') this.#text(event.text);
    else if (event.name === 'v') this.#isValue = event.kind === 'open';
    else if (event.kind === 'open') this.#open(event);
    else if (event.name === 'c') this.#endCell();
    else if (event.name === 'row') return {number: this.#number, cells: this.#cells};
    return undefined;
  }

  #text(text: string): void {
    this.#size += text.length;
    if (this.#size > MAX_ROW_CHARACTERS) throw new Error('This row is larger than 32 MiB');
    if (this.#isValue && this.#cell !== undefined) this.#cell.value += text;
  }

  #open({name, attributes}: DocumentEvent & {readonly kind: 'open'}): void {
    const {r: reference, t: type = 'n', s: style = '0'} = attributes;
    if (name === 'row') {
      this.#number = Number(reference ?? this.#number + 1);
      this.#cells = new Map();
      this.#size = 0;
      this.#column = 0;
    } else if (name === 'c') {
      this.#column = columnOf(reference ?? '') ?? this.#column + 1;
      if (this.#column > MAX_COLUMNS) throw new Error(`This row has more than ${MAX_COLUMNS} columns`);
      const column = this.#column;
      this.#cell = {column, type, style: Number(style), value: '', inline: '', hasFormula: false};
    } else if (name === 'f' && this.#cell !== undefined) this.#cell.hasFormula = true;
  }

  #endCell(): void {
    if (this.#cell === undefined) return;
    const value = this.#evaluate({...this.#cell, inline: this.#inline.end()});
    if (value !== '') this.#cells.set(this.#column, value);
    this.#cell = undefined;
  }
}
