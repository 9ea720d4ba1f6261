import type {Priced, RequestWeight} from '../domain/cost.js';
import {ratesFor} from './cost-of.js';
import {dollars, nanos, rounded} from './money.js';

/**
 * Bytes of a request's body for one token, as text usually has them: a little fewer than four characters of English,
 * French or code, measured with o200k on 2026-11-23. Bytes and not characters, as other scripts have more of both.
 */
const USUAL_BYTES = 4;
/** Digits, ids and hashes have no more, and some tokenisers cut finer than o200k. */
const FEWEST_BYTES = 2;

const MILLION = 1e6;

/** What requests may come to, before anything is sent. An estimate in every number but the first. */
export interface Estimate {
  readonly requests: number;
  readonly inputTokens: {readonly usual: number; readonly most: number};
  /** From none. Undefined: some answers have no limit. */
  readonly mostOutputTokens?: number;
  /** US dollars. `least`: the usual input, and no answers. `most`: undefined where `why` says that it is not known. */
  readonly cost?: {readonly least: number; readonly most?: number};
  /** Why the cost, or the most of it, is not known. */
  readonly why?: string;
}

/** What so many requests of one model may come to. */
export function estimateOf(
  requests: number,
  {bytes, mostOutput}: RequestWeight,
  {priced, model}: {readonly priced: Priced; readonly model: string},
): Estimate {
  const inputTokens = {usual: Math.ceil(bytes / USUAL_BYTES), most: Math.ceil(bytes / FEWEST_BYTES)};
  const tokens = {requests, inputTokens, ...(mostOutput !== undefined && {mostOutputTokens: mostOutput})};
  if ('unknown' in priced) return {...tokens, why: priced.unknown};
  const each = (total: number) => (requests === 0 ? 0 : total / requests);
  const usual = ratesFor(each(inputTokens.usual), priced);
  const most = ratesFor(each(inputTokens.most), priced);
  const least = inDollars(inputTokens.usual * usual.input);
  // A cache may have to be written first, which can cost more than plain input.
  const dearest = Math.max(most.input, most.cacheWrite ?? 0);
  if (mostOutput === undefined && most.output > 0) {
    return {...tokens, cost: {least}, why: `Answers of ${model} have no limit: the action has no max_tokens.`};
  }
  const answers = (mostOutput ?? 0) * most.output;
  return {...tokens, cost: {least, most: inDollars(inputTokens.most * dearest + answers)}};
}

/** Estimates of several; what is not known of one is not known of the sum. */
export function sumEstimates(all: readonly Estimate[]): Estimate {
  const sum = (number: (each: Estimate) => number | undefined): number | undefined => {
    const numbers = all.map(number);
    return numbers.every((each) => each !== undefined)
      ? numbers.reduce((before: number, each) => before + each!, 0)
      : undefined;
  };
  const mostOutputTokens = sum((each) => each.mostOutputTokens);
  const least = sum((each) => each.cost && nanos(each.cost.least));
  const most = sum((each) => (each.cost?.most === undefined ? undefined : nanos(each.cost.most)));
  const why = [...new Set(all.flatMap((each) => each.why ?? []))].join(' ');
  return {
    requests: sum((each) => each.requests)!,
    inputTokens: {usual: sum((each) => each.inputTokens.usual)!, most: sum((each) => each.inputTokens.most)!},
    ...(mostOutputTokens !== undefined && {mostOutputTokens}),
    ...(least !== undefined && {cost: {least: dollars(least), ...(most !== undefined && {most: dollars(most)})}}),
    ...(why !== '' && {why}),
  };
}

/** Of tokens times dollars a million. */
function inDollars(amount: number): number {
  return rounded(amount / MILLION);
}
