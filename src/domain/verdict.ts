import type {Json, JsonObject} from '@agac/provider';
import type {OutputMetadata, Recovery, RejectReason} from './record.js';

/** What agac makes of one result. */
export type Verdict = Accepted | Repair | AskUnchanged | Rejected;

/** What becomes of a record that the guard kept from being asked. */
export type GuardVerdict = Filtered | Skipped;

/** The answer is good: one content for each output record (several where the schema's root is an array; maybe none). */
export interface Accepted {
  readonly kind: 'accepted';
  readonly contents: readonly JsonObject[];
  readonly metadata: OutputMetadata;
  readonly recovery?: Recovery;
  /** Of a model: what it said, for a validator to judge. */
  readonly answer?: {readonly text: string; readonly value: Json};
}

/** What a validator says of an answer. */
export type Validation = {readonly valid: true} | {readonly valid: false; readonly message: string};

/** Ask again, showing the model its answer and what is wrong with it. */
export interface Repair {
  readonly kind: 'repair';
  readonly message: string;
  readonly raw: string;
}

/** Ask again, unchanged. */
export interface AskUnchanged {
  readonly kind: 'retry';
  readonly reason: RejectReason;
  readonly message: string;
}

export interface Rejected {
  readonly kind: 'rejected';
  readonly reason: RejectReason;
  readonly message: string;
  readonly raw?: string;
}

/** It leaves the action without an output, as its guard wants it. */
export interface Filtered {
  readonly kind: 'filtered';
}

/** One output, with nothing in it but what is passed through. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly contents: readonly JsonObject[];
  readonly metadata: OutputMetadata;
}

/** How often a record was asked again, and why. */
export interface Asked {
  readonly retries: number;
  readonly reprompts: number;
}
