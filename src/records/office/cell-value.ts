import type {Json} from '@agac/provider';
import {exactNumber} from '../exact-number.js';
import {serialDate} from './serial-date.js';
import type {CellTables, Workbook} from './workbook.js';

/** A cell as it is written. */
export interface Cell {
  /** From 1. */
  readonly column: number;
  /** `n` a number, `s` a text by its position, `inlineStr` and `str` a text, `b`, `e` an error, `d` an ISO date. */
  readonly type: string;
  readonly style: number;
  /** What stands in `v`, `''` where it is not there. */
  readonly value: string;
  /** Text that stands in the cell itself. */
  readonly inline: string;
  readonly hasFormula: boolean;
}

const A = 'A'.charCodeAt(0);

/** What is in a cell, `''` where it is empty. Throws an Error that says what is missing. */
export function cellValue(cell: Cell, tables: CellTables, {from1904}: Pick<Workbook, 'from1904'>): Json {
  const {column, type, style, value, inline, hasFormula} = cell;
  if (type === 'inlineStr') return inline;
  if (value === '' && hasFormula && type !== 'str') {
    throw new Error(`The result of the formula in column ${columnName(column)} was not saved`);
  }
  if (value === '' || type === 'str' || type === 'e' || type === 'd') return value;
  if (type === 'b') return value === '1';
  if (type !== 's') {
    const kind = tables.kinds[style] ?? 'number';
    return serialDate(Number(value), {kind, from1904}) ?? exactNumber(value);
  }
  const text = tables.texts[Number(value)];
  if (text === undefined) throw new Error(`The text in column ${columnName(column)} is missing`);
  return text;
}

/** The column of a reference, from 1: of `B7` it is 2. */
export function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,4}/i.exec(reference)?.[0].toUpperCase();
  return letters === undefined
    ? undefined
    : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - A + 1, 0);
}

export function columnName(column: number): string {
  if (column === 0) return '';
  return columnName(Math.floor((column - 1) / 26)) + String.fromCharCode(A + ((column - 1) % 26));
}
