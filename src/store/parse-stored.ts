import {AgacError} from '../domain/errors.js';

/** A line of a file of the store as the value it was. Throws STORE_DAMAGED where it is none. */
export function parseStored<T>(line: string, path: string): T {
  try {
    return JSON.parse(line) as T;
  } catch (cause) {
    throw damagedLine(path, cause);
  }
}

export function damagedLine(path: string, cause?: unknown): AgacError {
  return new AgacError('STORE_DAMAGED', `A line of ${path} is not what agac wrote.`, {
    actions: ['Restore the file from a backup.'],
    cause,
  });
}
