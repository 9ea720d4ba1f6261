import {resolve} from 'node:path';
import {readDecisions} from '../review/read-decisions.js';
import type {Reviewing} from '../review/reviewer.js';

export type {Reviewing};

/**
 * What `--hitl` says: who decides where a person has to. Without it, a person at a terminal is asked on a page, and
 * elsewhere the decisions wait. Throws USAGE and DECISIONS_INVALID.
 */
export function readReviewing(
  word: string | undefined,
  {cwd, isInteractive}: {readonly cwd: string; readonly isInteractive: boolean},
): Reviewing {
  switch (word) {
    case undefined:
      return {kind: isInteractive ? 'page' : 'later'};
    case 'page':
    case 'later':
    case 'auto-approve':
      return {kind: word};
    case 'fail':
      return {kind: 'later'};
    default:
      return {kind: 'file', decisions: readDecisions(resolve(cwd, word), word)};
  }
}
