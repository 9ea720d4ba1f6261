import type {Usage} from '@agac/provider';
import type {Cost} from '../domain/cost.js';
import {dollars, nanos} from './money.js';

const FIELDS = [
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'cacheWriteInputTokens',
  'reasoningTokens',
] as const satisfies readonly (keyof Usage)[];

/** Tokens of several; a number that is in none of them stays undefined. */
export function sumUsage(all: Iterable<Usage>): Usage {
  const sum: Partial<Record<keyof Usage, number>> = {};
  for (const usage of all) {
    for (const field of FIELDS) {
      const tokens = usage[field];
      if (tokens !== undefined) sum[field] = (sum[field] ?? 0) + tokens;
    }
  }
  return sum;
}

/** Costs of several: the known are added, the unknown counted, and every reason is kept once. */
export function sumCosts(all: readonly Cost[]): Cost {
  const known = all.flatMap(({usd}) => (usd === undefined ? [] : [nanos(usd)]));
  const unknown = all.reduce((sum, cost) => sum + (cost.unknown ?? 0), 0);
  const why = [...new Set(all.flatMap((cost) => cost.why ?? []))];
  return {
    ...(known.length > 0 && {usd: dollars(known.reduce((sum, each) => sum + each, 0))}),
    ...(unknown > 0 && {unknown, why}),
  };
}
