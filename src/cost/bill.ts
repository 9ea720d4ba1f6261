import type {Answer, Usage} from '@agac/provider';
import type {PartTally, Priced} from '../domain/cost.js';
import {costOf} from './cost-of.js';
import {isFree} from './free.js';
import {dollars, nanos, rounded} from './money.js';
import {sumUsage} from './sum.js';

type Billed = Pick<PartTally, 'usage' | 'unmetered' | 'cost'>;

/** What became of the requests that have no answer. */
export type Unanswered = Pick<PartTally, 'faulted' | 'missing'>;

/** Adds up the tokens and the cost of a part's answers, one by one. */
export class Bill {
  readonly #priced: Priced;
  #usage: Usage = {};
  #unmetered = 0;
  #nanos = 0;
  #known = 0;
  #unknown = 0;
  #reported = 0;

  constructor(priced: Priced) {
    this.#priced = priced;
  }

  /** The vendor's own word goes before what is reckoned. */
  add({usage, cost}: Answer): void {
    if (usage !== undefined) this.#usage = sumUsage([this.#usage, usage]);
    if (usage?.inputTokens === undefined || usage.outputTokens === undefined) this.#unmetered += 1;
    if (cost !== undefined) this.#reported += 1;
    const usd = cost ?? ('unknown' in this.#priced ? undefined : costOf(usage, this.#priced));
    if (usd === undefined) this.#unknown += 1;
    else {
      this.#known += 1;
      this.#nanos += nanos(usd);
    }
  }

  /** `ofJob`: the tokens of the whole job, where the vendor adds them up. */
  total({faulted, missing}: Unanswered, ofJob?: Usage): Billed {
    const price = 'unknown' in this.#priced ? undefined : this.#priced;
    const marks = {...(price && {price}), ...(this.#reported > 0 && {reported: this.#reported})};
    const tokens = {usage: this.#usage, unmetered: this.#unmetered};
    if (price !== undefined && isFree(price)) return {...tokens, cost: {usd: 0, ...marks}};
    const byJob = price && ofJob && this.#isAll(ofJob) && price.longer === undefined ? costOf(ofJob, price) : undefined;
    if (byJob !== undefined) {
      return {usage: ofJob!, unmetered: 0, cost: {usd: rounded(byJob), ...marks}};
    }
    const unknown = this.#unknown + faulted + missing;
    return {
      ...tokens,
      cost: {
        ...((this.#known > 0 || unknown === 0) && {usd: dollars(this.#nanos)}),
        ...(unknown > 0 && {unknown, why: this.#why({faulted, missing})}),
        ...marks,
      },
    };
  }

  /** Whether the vendor's total stands for all requests: it fills a gap, or it is what the answers add up to. */
  #isAll({inputTokens, outputTokens}: Usage): boolean {
    if (this.#reported > 0) return false;
    if (this.#unmetered > 0) return true;
    return inputTokens === this.#usage.inputTokens && outputTokens === this.#usage.outputTokens;
  }

  #why({faulted, missing}: Unanswered): string[] {
    return [
      ...('unknown' in this.#priced && this.#unknown > 0 ? [this.#priced.unknown] : []),
      ...(!('unknown' in this.#priced) && this.#unknown > 0
        ? ['The vendor did not say how many tokens some answers took, or a cached token has no known price.']
        : []),
      ...(faulted > 0 ? ['What vendors bill for requests that failed is not known; most bill nothing.'] : []),
      ...(missing > 0 ? ['Some requests have no result.'] : []),
    ];
  }
}
