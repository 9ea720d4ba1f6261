import type {Json, JsonObject} from '@agac/provider';
import {stringify} from 'csv-stringify/sync';
import type {Output} from '../domain/record.js';
import type {FileShape} from './file-shape.js';

/** What a spreadsheet takes for the beginning of a formula; the last four are the same signs in full width. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

const ENVELOPE = ['source_guid', 'target_id'] as const;

/**
 * A table with these keys of the content as its columns, after the ids unless `contentOnly`. Lists and objects are JSON
 * text, what is missing is empty, and text that a spreadsheet would run as a formula gets a leading apostrophe.
 */
export function csvTable(keys: readonly string[], contentOnly: boolean): FileShape {
  const ids = contentOnly ? [] : ENVELOPE;
  const header = [...ids, ...keys.map((key) => (ids.some((id) => id === key) ? `content.${key}` : key))];
  return {
    head: line(header.map(cell)),
    row: (output) => line([...ids.map((id) => output[id]), ...keys.map((key) => cell(own(output.content, key)))]),
    tail: () => '',
  };
}

function own(content: Output['content'], key: string): JsonObject[string] {
  return Object.hasOwn(content, key) ? content[key] : undefined;
}

function cell(value: Json | undefined): string | number | undefined {
  if (typeof value === 'string') return FORMULA.test(value) ? `'${value}` : value;
  if (typeof value === 'number') return value;
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}

function line(cells: readonly (string | number | undefined)[]): string {
  return cells.length === 0 ? '' : stringify([cells], {quoted_string: true});
}
