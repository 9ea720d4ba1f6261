import type {JsonObject} from '@agac/provider';
import type {InputFile} from '../list-inputs.js';

/** A line to the process that reads: a file, and how much memory the process may take for it. */
export interface Reading {
  readonly input: InputFile;
  readonly memoryBytes: number;
}

/** A line from it. */
export type Said = {readonly record: JsonObject} | End;

/** The last one of a file: the process can be given another, or has had enough and ends. */
export interface End {
  readonly end: 'ready' | 'left';
  readonly refused?: Refused;
  /** The stack of an error that is none of the file's. */
  readonly bug?: string;
}

/** What is wrong with the file, as `invalidInput` says it. */
export interface Refused {
  readonly message: string;
  readonly actions: readonly string[];
  readonly data?: unknown;
}
