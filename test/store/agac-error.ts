import {AgacError, type ErrorCode} from '../../src/domain/errors.js';

/** What a piece of work fails with; fails itself where that is nothing, or no AgacError with this code. */
export async function agacError(code: ErrorCode, work: () => unknown): Promise<AgacError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AgacError && error.code === code) return error;
    throw error;
  }
  throw new Error(`Nothing failed with ${code}.`);
}
