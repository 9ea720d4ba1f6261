import type {Cost} from '../domain/cost.js';
import type {Spent} from '../engine/spent.js';
import {count} from './words.js';

const DOLLAR_DECIMALS = 2;
/** Of an amount below a dollar: enough to tell small ones apart. */
const SMALL_DIGITS = 3;

/** `tokens: 1,200 in (300 cached), 340 out; cost: $0.00123`; undefined where there is nothing to tell. */
export function spentLine({usage, cost}: Spent): string | undefined {
  const isNothing = cost?.usd === 0 && cost.unknown === undefined;
  if (usage === undefined && (cost === undefined || isNothing)) return undefined;
  const {inputTokens, outputTokens, cachedInputTokens = 0} = usage ?? {};
  const cached = cachedInputTokens > 0 ? ` (${number(cachedInputTokens)} cached)` : '';
  const tokens = usage === undefined ? 'unknown' : `${number(inputTokens)} in${cached}, ${number(outputTokens)} out`;
  return `tokens: ${tokens}${cost === undefined ? '' : `; cost: ${costWords(cost)}`}`;
}

/** `$0.00123`, `at least $0.00123; unknown of 2 requests: …`, or `unknown: …`. */
export function costWords({usd, unknown, why = []}: Cost): string {
  if (unknown === undefined) return dollarWords(usd ?? 0);
  const reasons = why.length === 0 ? '' : `: ${why.join(' ')}`;
  if (usd === undefined) return `unknown${reasons}`;
  return `at least ${dollarWords(usd)}; unknown of ${count(unknown, 'request')}${reasons}`;
}

/** `$12.30`, `$0.00123`; rounded for people, the whole number is in `--json`. */
export function dollarWords(usd: number): string {
  if (usd === 0 || usd >= 1) {
    const digits = {minimumFractionDigits: DOLLAR_DECIMALS, maximumFractionDigits: DOLLAR_DECIMALS};
    return `$${usd.toLocaleString('en-US', digits)}`;
  }
  return `$${usd.toLocaleString('en-US', {minimumFractionDigits: 2, maximumSignificantDigits: SMALL_DIGITS})}`;
}

function number(tokens: number | undefined): string {
  return tokens === undefined ? 'unknown' : tokens.toLocaleString('en-US');
}
