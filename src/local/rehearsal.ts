import type {JsonObject} from '@agac/provider';
import {badOption} from './options.js';
import {seededRandom} from './sample/random.js';

/**
 * Levers for rehearsing what goes wrong with real vendors, under `vendor_options` of a `sample` action. Each share is
 * between 0 and 1. A request's fate is decided by its id, and every attempt has an id of its own, so asking again can
 * succeed; the same ids fare the same in every run.
 */
export interface Rehearsal {
  /** Makes other answers, and other fates. */
  readonly seed: string;
  /** Share of requests that end as a fault. */
  readonly fail: number;
  /** Share of requests answered with text that does not fit the schema. */
  readonly invalid: number;
  /** Share of requests that are left out of the results. */
  readonly missing: number;
  /** How long each answer takes. */
  readonly latencyMs: number;
}

export type Fate = 'answer' | 'fail' | 'invalid' | 'missing';

/** The options that {@link rehearsalOf} reads. */
export const REHEARSAL_OPTIONS: readonly string[] = ['seed', 'fail', 'invalid', 'missing', 'latencyMs'];

const LONGEST_MS = 60_000;

/** Reads the levers. Throws the fault `unsupported` for values that make no sense. */
export function rehearsalOf(options: JsonObject): Rehearsal {
  const {seed = '', latencyMs = 0} = options;
  if (typeof seed !== 'string' && typeof seed !== 'number') throw badOption('seed', 'a number or a text');
  if (typeof latencyMs !== 'number' || !(latencyMs >= 0 && latencyMs <= LONGEST_MS)) {
    throw badOption('latencyMs', `a number of milliseconds up to ${LONGEST_MS}`);
  }
  const [fail, invalid, missing] = [share(options, 'fail'), share(options, 'invalid'), share(options, 'missing')];
  if (fail + invalid + missing > 1) throw badOption('fail', 'at most 1 together with invalid and missing');
  return {seed: String(seed), fail, invalid, missing, latencyMs};
}

/** What happens to the request of this id. */
export function fateOf(id: string, {seed, fail, invalid, missing}: Rehearsal): Fate {
  if (fail + invalid + missing === 0) return 'answer';
  const lot = seededRandom(`fate ${seed} ${id}`).next();
  if (lot < fail) return 'fail';
  if (lot < fail + invalid) return 'invalid';
  return lot < fail + invalid + missing ? 'missing' : 'answer';
}

function share(options: JsonObject, name: string): number {
  const value = options[name] ?? 0;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw badOption(name, 'a share between 0 and 1');
}
