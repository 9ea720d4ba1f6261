import type {Usage} from '@agac/provider';

/** What is known of requests before they are answered: how much is asked, and how much may be said. */
export interface RequestWeight {
  /** UTF-8 bytes of the bodies as JSON, without ids. */
  readonly bytes: number;
  /** The most tokens that all answers together can have; undefined: some of them have no limit. */
  readonly mostOutput?: number;
}

/** US dollars for a million tokens; what is not known is undefined. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
}

/** What a model costs in one lane, and where that is known from. */
export interface ModelPrice {
  readonly rates: Rates;
  /** Rates of requests with more input tokens than this; ascending. Absent: all cost the same. */
  readonly longer?: readonly LongerRates[];
  readonly basis: PriceBasis;
}

export interface LongerRates {
  readonly above: number;
  readonly rates: Rates;
}

export interface PriceBasis {
  /** Of the standard price: a page, a list, or the project itself. */
  readonly source: string;
  /** ISO date. */
  readonly asOf?: string;
  /** What was billed of the standard price, in batch mode. */
  readonly batch?: {readonly share: number; readonly source: string; readonly asOf?: string};
}

/** A price, or a sentence that says why there is none. */
export type Priced = ModelPrice | {readonly unknown: string};

/** What requests came to. */
export interface Cost {
  /** US dollars, nine decimals at most, of the requests whose cost is known. Undefined: it is known of none. */
  readonly usd?: number;
  /** Requests whose cost is not known. Absent: none, and `usd` is all of it. */
  readonly unknown?: number;
  /** Why, a sentence each. */
  readonly why?: readonly string[];
}

/**
 * The requests of one fetched part: answered + faulted + unprocessed + missing = sent. And its result lines: answered +
 * faulted + unprocessed + unreadable + duplicates + unknownIds.
 */
export interface PartTally {
  readonly sent: number;
  readonly answered: number;
  readonly faulted: number;
  /** The vendor said that it never came to them. */
  readonly unprocessed: number;
  /** The vendor said nothing that could be read. */
  readonly missing: number;
  readonly unreadable: number;
  /** Second results of one request. */
  readonly duplicates: number;
  /** Results of requests that are not in the part. */
  readonly unknownIds: number;
  /** What the provider says of how the answers were asked for, each sentence once. Absent: nothing. */
  readonly notes?: readonly string[];
  /** Of the answered; a number is undefined where no answer had it. */
  readonly usage: Usage;
  /** Answers of which the vendor did not say how many tokens they took. */
  readonly unmetered: number;
  readonly cost: Cost & {
    /** By what the tokens were reckoned. Absent: by nothing, as no price is known. */
    readonly price?: ModelPrice;
    /** Answers whose cost is the vendor's own word. Absent: none. */
    readonly reported?: number;
  };
}
