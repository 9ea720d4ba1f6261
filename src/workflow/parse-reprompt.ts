import type {Reprompt, ValidatorRef} from '../domain/workflow.js';
import {booleanAt, compact, mapOf, textAt} from '../project/keys-of.js';
import type {LocatedMap} from '../project/located.js';
import type {Draft} from './draft.js';
import {locateFunction} from './locate-function.js';
import {parseAskAgain} from './parse-ask-again.js';
import type {Reading} from './reading.js';

/** How answers that are not accepted are asked for again, and what besides the schema judges them. */
export function parseReprompt({keys}: Draft, reading: Reading): Reprompt {
  const again = parseAskAgain(keys, 'reprompt');
  if (again.maxAttempts === 0) return again;
  const reprompt = mapOf(keys.get('reprompt'));
  const critique = reprompt.get('critique_after_attempt');
  if (critique !== undefined && critique.value !== null) {
    reading.problems.warn(critique, '"critique_after_attempt" has no effect: there is no critique.', 'Remove it.');
  }
  return compact<Reprompt>({
    ...again,
    validator: parseValidator(reprompt, reading),
    selfReflection: booleanAt(reprompt, 'use_self_reflection') === true ? true : undefined,
  });
}

function parseValidator(reprompt: LocatedMap, reading: Reading): ValidatorRef | undefined {
  const entry = reprompt.get('validation');
  const name = textAt(reprompt, 'validation')?.trim();
  if (entry === undefined || name === undefined) return undefined;
  const found = locateFunction('validator', {...entry, value: name}, reading);
  return found && {name, file: found.file};
}
