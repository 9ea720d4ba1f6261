import {AgacError} from '../domain/errors.js';
import type {InputFile} from './list-inputs.js';

export interface InputFlaw {
  /** What is wrong, in sentences. */
  readonly message: string;
  /** From 1. */
  readonly line?: number;
  readonly actions?: readonly string[];
  readonly cause?: unknown;
}

/** INPUT_INVALID: the file cannot be read as what its suffix says. Names the file and, where known, the line. */
export function invalidInput(input: InputFile, {message, line, actions, cause}: InputFlaw): AgacError {
  const place = line === undefined ? input.file : `${input.file}, line ${line}`;
  return new AgacError('INPUT_INVALID', `${place}: ${message}`, {actions, data: {file: input.file, line}, cause});
}
