import type {ParameterName} from './request.js';

/** Facts about a model at this vendor; whatever is not known is undefined. */
export interface ModelCard {
  readonly model: string;
  readonly limits: Limits;
  /** How firmly answers follow a schema: by decoding (`strict`), by request only (`hint`), or not at all. */
  readonly schema: 'strict' | 'hint' | 'none';
  /** Generation parameters the vendor takes. */
  readonly parameters: readonly ParameterName[];
  /** Results of a running job can be read before it ends. */
  readonly partialResults: boolean;
  /** Answers are made up here, not by a model. */
  readonly simulated?: true;
  /** Hours until an unfinished job expires. */
  readonly windowHours?: number;
  /** Days the vendor keeps results after the job was created. */
  readonly retentionDays?: number;
  /** What the model costs, where the adapter knows it better than public price lists. */
  readonly price?: Price;
  /** How public price lists name the model. */
  readonly listed?: Listed;
  /** What the batch lane costs, measured by the standard price. Undefined: not known. */
  readonly batchRate?: BatchRate;
}

/** The most one part may hold. */
export interface Limits {
  readonly requests?: number;
  /** Bytes of the whole part, newlines included. */
  readonly bytes?: number;
  /** Bytes of one encoded line. */
  readonly lineBytes?: number;
}

export interface Listed {
  readonly provider: string;
  readonly model: string;
  /** What is written to a cache stays there for an hour, which lists price apart. */
  readonly longCache?: true;
}

/** US dollars for a million tokens outside of the batch lane, and the page and day they were read. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** Tokens read from a cache, and written to one; undefined: not known. */
  readonly cachedInputPerMillion?: number;
  readonly cacheWriteInputPerMillion?: number;
  readonly source: string;
  /** ISO date. */
  readonly asOf: string;
}

export interface BatchRate {
  /** The share of the standard price that is billed, such as 0.5. */
  readonly share: number;
  /**
   * What a token read from a cache costs in the batch lane: that share of the cached price (`share`), the cached price
   * (`price`), or as much as any other input token there (`input`).
   */
  readonly cached: 'share' | 'price' | 'input';
  readonly source: string;
  /** ISO date. */
  readonly asOf: string;
}
