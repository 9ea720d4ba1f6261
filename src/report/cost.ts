import type {Cost} from '../domain/cost.js';
import type {Spent} from '../engine/spent.js';
import type {DryRun} from '../verbs/dry-run.js';
import {count, digits} from './words.js';

const DOLLAR_DECIMALS = 2;
/** Of an amount below a dollar: enough to tell small ones apart. */
const SMALL_DIGITS = 3;
/** What `toFixed` takes. */
const MOST_DECIMALS = 100;

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

/** `about 1,200 tokens in (2,400 at most), 0 to 500 out; cost: $0.0012 to $0.0049`, and why something is not known. */
export function estimateWords({inputTokens, mostOutputTokens, cost, why}: NonNullable<DryRun['estimate']>): string {
  const {usual, most} = inputTokens;
  const out = mostOutputTokens === undefined ? 'no limit on what comes out' : `0 to ${number(mostOutputTokens)} out`;
  const tokens = `about ${number(usual)} tokens in (${number(most)} at most), ${out}`;
  return `${tokens}; cost: ${rangeWords(cost)}${why === undefined ? '.' : `. ${why}`}`;
}

function rangeWords(cost: NonNullable<DryRun['estimate']>['cost']): string {
  if (cost === undefined) return 'unknown';
  if (cost.most === undefined) return `${dollarWords(cost.least)} or more`;
  return cost.most === 0 ? 'nothing' : `${dollarWords(cost.least)} to ${dollarWords(cost.most)}`;
}

/** `$12.30`, `$0.00123`; rounded for people, the whole number is in `--json`. */
export function dollarWords(usd: number): string {
  if (usd === 0 || usd >= 1) {
    const [whole, cents] = usd.toFixed(DOLLAR_DECIMALS).split('.');
    return `$${digits(Number(whole))}.${cents}`;
  }
  const decimals = Math.min(MOST_DECIMALS, SMALL_DIGITS - 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(decimals).replace(/(?<=\.\d\d\d*?)0+$/, '')}`;
}

function number(tokens: number | undefined): string {
  return tokens === undefined ? 'unknown' : digits(tokens);
}
