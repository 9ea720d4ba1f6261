import {fault} from '../fault.js';

/** The number that a cursor is; 0 where there is none. Throws the fault `stale-cursor` for one that is no number. */
export function cursorNumber(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d+$/.test(cursor)) return Number(cursor);
  throw staleCursor(`the cursor ${cursor} is none of this adapter's`);
}

/** The fault of a cursor from which nobody can go on: all lines are to be read again. */
export function staleCursor(why: string): Error {
  const message = `The download cannot go on where it was: ${why}.`;
  return fault({code: 'stale-cursor', message, retry: 'never'});
}
