import type {JsonObject} from '../json.js';

/** One vendor job to be: requests of one model and lane, within the card's limits. */
export interface Part {
  /** Letters and digits, a letter first, at most 64. The vendor is given it to keep: metadata, display or file name. */
  readonly key: string;
  readonly model: string;
  readonly lane?: string;
  readonly count: number;
  /** The entries in order, from disk. May be called more than once. */
  entries(): AsyncIterable<PartEntry>;
}

export interface PartEntry {
  /** Letters and digits, a letter first, at most 64. */
  readonly id: string;
  readonly body: JsonObject;
}

/** What the vendor gave back for a part: its id and everything left there. Plain JSON, no secrets. */
export interface Receipt {
  /** The vendor's own job id. */
  readonly id: string;
  /** Ids of files left at the vendor. */
  readonly files?: readonly string[];
  readonly extra?: JsonObject;
}

/** A part whose create may have been done. */
export interface LostPart {
  readonly key: string;
  readonly model: string;
  /** How many requests it has. */
  readonly count: number;
  /** What the last `save` stored. */
  readonly step?: JsonObject;
  /** Ids of jobs that are known to belong to other parts. */
  readonly taken: readonly string[];
}
