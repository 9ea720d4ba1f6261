import {fault, type JsonObject} from '@agac/provider';
import type {AnswerForm} from './answer-form.js';

const MOST_AT_ONCE = 64;
const AT_ONCE = 4;
const FORMS = new Map<string, AnswerForm>([
  ['strict', 'schema'],
  ['json', 'json'],
  ['text', 'text'],
]);

/** How many requests may be worked on at the same time: the option `concurrency`, 4 by default. */
export function concurrencyOf({concurrency = AT_ONCE}: JsonObject): number {
  const known = typeof concurrency === 'number' && Number.isInteger(concurrency);
  if (known && concurrency >= 1 && concurrency <= MOST_AT_ONCE) return concurrency;
  throw badOption('concurrency', `a whole number from 1 to ${MOST_AT_ONCE}`);
}

/** In which form a server is asked first: the option `structured_output`, by the schema by default. */
export function firstForm({structured_output: form = 'strict'}: JsonObject): AnswerForm {
  const known = typeof form === 'string' ? FORMS.get(form) : undefined;
  if (known !== undefined) return known;
  throw badOption('structured_output', `one of ${[...FORMS.keys()].join(', ')}`);
}

/** The fault for a vendor option whose value makes no sense. */
export function badOption(name: string, wanted: string): Error {
  return fault({
    code: 'unsupported',
    message: `The vendor option ${name} of the built-in engine has to be ${wanted}.`,
    retry: 'never',
    outcome: 'not-sent',
  });
}
