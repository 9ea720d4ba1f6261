import {AgacError} from '../domain/errors.js';
import type {Role} from '../domain/workflow.js';

/** Where a user's function is. */
export interface FunctionPlace {
  readonly role: Role;
  readonly name: string;
  /** Relative to the project root. */
  readonly file: string;
}

/** A function that an action names. */
export interface WantedFunction extends FunctionPlace {
  /** Name of the action. */
  readonly action: string;
}

/** It cannot be used, and why. */
export function unusable({role, name, action, file}: WantedFunction, why: string, cause?: unknown): AgacError {
  return new AgacError('TOOL_INVALID', `The ${role} \`${name}\` of \`${action}\` cannot be used: ${why}`, {
    actions: [`Look at ${file}.`],
    cause,
  });
}

/** Whether a file is a module of Python. */
export function isPython(file: string): boolean {
  return file.endsWith('.py');
}
