import type {Usage} from '@agac/provider';
import type {ModelPrice, Rates} from '../domain/cost.js';
import {isFree} from './free.js';

const MILLION = 1e6;

/**
 * What one request costs that took these tokens, in US dollars. Undefined where a number of tokens or their rate is not
 * known. Tokens that the vendor does not call cached are none.
 */
export function costOf(usage: Usage | undefined, price: ModelPrice): number | undefined {
  if (isFree(price)) return 0;
  const {inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteInputTokens = 0} = usage ?? {};
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const rates = ratesFor(inputTokens, price);
  const plain = Math.max(0, inputTokens - cachedInputTokens - cacheWriteInputTokens);
  const read = times(cachedInputTokens, rates.cachedInput);
  const written = times(cacheWriteInputTokens, rates.cacheWrite);
  if (read === undefined || written === undefined) return undefined;
  return (plain * rates.input + outputTokens * rates.output + read + written) / MILLION;
}

/** The rates of a request with so many input tokens. */
export function ratesFor(inputTokens: number, {rates, longer = []}: ModelPrice): Rates {
  return longer.findLast(({above}) => inputTokens > above)?.rates ?? rates;
}

function times(tokens: number, rate: number | undefined): number | undefined {
  if (tokens === 0) return 0;
  return rate === undefined ? undefined : tokens * rate;
}
