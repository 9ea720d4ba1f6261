import {AgacError} from '../domain/errors.js';

export interface InputFlaw {
  /** What is wrong, in sentences. */
  readonly message: string;
  /** From 1. */
  readonly line?: number;
  /** Where, in a file without lines: `page 3`. */
  readonly place?: string;
  readonly actions?: readonly string[];
  readonly cause?: unknown;
}

/** INPUT_INVALID: the file cannot be read as what its suffix says. Names the file and, where known, the line or place. */
export function invalidInput(
  input: {readonly file: string},
  {message, line, place, actions, cause}: InputFlaw,
): AgacError {
  const where = line === undefined ? place : `line ${line}`;
  const at = where === undefined ? input.file : `${input.file}, ${where}`;
  return new AgacError('INPUT_INVALID', `${at}: ${message}`, {actions, data: {file: input.file, line}, cause});
}
