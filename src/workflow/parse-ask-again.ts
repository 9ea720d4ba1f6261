import type {AskAgain} from '../domain/workflow.js';
import {booleanAt, numberAt, textAt} from '../project/keys-of.js';
import {isMap, type LocatedMap} from '../project/located.js';

/** How often, where the workflow does not say. */
export const ATTEMPTS = {retry: 3, reprompt: 2} as const;

/**
 * How often a record is asked again: `false`, nothing, or a map that may say `enabled: false`. The older
 * `on_schema_mismatch: reprompt` stands for a reprompt that is not written.
 */
export function parseAskAgain(keys: LocatedMap, kind: 'retry' | 'reprompt'): AskAgain {
  const value = keys.get(kind)?.value;
  const wantsIt = kind === 'reprompt' && textAt(keys, 'on_schema_mismatch')?.toLowerCase() === 'reprompt';
  if ((value ?? null) === null && wantsIt) return {maxAttempts: ATTEMPTS[kind], onExhausted: 'return_last'};
  if (!isMap(value) || booleanAt(value, 'enabled') === false) return {maxAttempts: 0, onExhausted: 'return_last'};
  return {
    maxAttempts: numberAt(value, 'max_attempts') ?? ATTEMPTS[kind],
    onExhausted: textAt(value, 'on_exhausted')?.toLowerCase() === 'raise' ? 'raise' : 'return_last',
  };
}
