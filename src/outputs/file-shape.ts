import type {Json} from '@agac/provider';
import type {Output} from '../domain/record.js';

/** How records become the text of one file; the pieces are joined as they are. */
export interface FileShape {
  readonly head: string;
  /** `index` counts the records of this file from 0. */
  readonly row: (output: Output, index: number) => string;
  readonly tail: (records: number) => string;
}

/** What of an output goes into the file: all of it, or its content. */
export type Selection = (output: Output) => Json | Output;

/** A JSON array with one record a line, so that it can be read line by line too. */
export function jsonArray(select: Selection): FileShape {
  return {
    head: '',
    row: (output, index) => (index === 0 ? '[\n' : ',\n') + JSON.stringify(select(output)),
    tail: (records) => (records === 0 ? '[]\n' : '\n]\n'),
  };
}

/** One JSON record a line. */
export function jsonLines(select: Selection): FileShape {
  return {head: '', row: (output) => `${JSON.stringify(select(output))}\n`, tail: () => ''};
}
