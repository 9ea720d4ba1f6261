import {fault, type JsonObject} from '@agac/provider';

const MOST_AT_ONCE = 64;
const AT_ONCE = 4;

/** How many requests may be worked on at the same time: the option `concurrency`, 4 by default. */
export function concurrencyOf({concurrency = AT_ONCE}: JsonObject): number {
  const known = typeof concurrency === 'number' && Number.isInteger(concurrency);
  if (known && concurrency >= 1 && concurrency <= MOST_AT_ONCE) return concurrency;
  throw badOption('concurrency', `a whole number from 1 to ${MOST_AT_ONCE}`);
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
