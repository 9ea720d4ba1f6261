import type {Limits, ModelCard} from '../contract/card.js';
import {fault} from '../fault.js';
import type {Json} from '../json.js';
import {countOf, objectOf} from './read-json.js';

const FIELDS = {requests: 'requests', bytes: 'bytes', line_bytes: 'lineBytes'} as const;

/**
 * A model's card with the limits that the user sets below the vendor's, for an account that may do less: the option
 * `limits: {requests, bytes, line_bytes}`. Throws `unsupported` for anything else under that name.
 */
export function lowered(card: ModelCard, limits: Json | undefined): ModelCard {
  if (limits === undefined) return card;
  const wanted = Object.entries(objectOf(limits) ?? {'': null}).map(([name, value]) => {
    const field = FIELDS[name as keyof typeof FIELDS] as keyof Limits | undefined;
    const count = countOf(value);
    if (field === undefined || count === undefined || count === 0) throw notLimits();
    return [field, Math.min(count, card.limits[field] ?? Number.POSITIVE_INFINITY)];
  });
  return {...card, limits: {...card.limits, ...Object.fromEntries(wanted)}};
}

function notLimits(): Error {
  const message = 'The option limits is a map of whole numbers: requests, bytes and line_bytes.';
  return fault({code: 'unsupported', message, hint: 'Write limits: {requests: 1000}.', retry: 'never'});
}
