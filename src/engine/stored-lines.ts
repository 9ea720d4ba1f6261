import type {Json, ModelRequest, PartEntry} from '@agac/provider';
import type {Decision} from '../domain/decision.js';
import type {Output, Rejection} from '../domain/record.js';
import type {Asked} from '../domain/verdict.js';

/** A line of a part's requests file in batch mode: exactly what the vendor gets. */
export type BatchRequestLine = PartEntry;

/** A line of a part's requests file in online mode. */
export interface OnlineRequestLine {
  readonly id: string;
  readonly request: ModelRequest;
}

/** A line of the results file of a tool. */
export type ToolResultLine = {readonly id: string} & ({readonly value: Json} | {readonly error: string});

/** A line of the decisions file of a part: what was said of the record, or of the file that begins with it. */
export interface DecisionLine {
  readonly ordinal: number;
  /** Null: it was taken back. */
  readonly decision: Decision | null;
}

/** A line of the results file of a part that a person decided on; `on` is there for the first record of each group. */
export type HitlResultLine = {readonly id: string} & (
  | {readonly decision: Decision; readonly on?: DecidedOn}
  | {readonly error: string}
);

/** What a decision is recognised by in another run. */
export interface DecidedOn {
  /** The `source_guid` of the record, or the name of the input file. */
  readonly about: string;
  /** Hash of all that the person was shown. */
  readonly shown: string;
}

/** A line of a refused file: a record that was not asked, and why. */
export interface RefusedLine {
  readonly id: string;
  readonly message: string;
}

/** Why a record is asked again: a line of an asks file. */
export interface Ask extends Asked {
  readonly ordinal: number;
  /** What the model is shown, when its answer was invalid. */
  readonly repair?: {readonly answer: string; readonly problem: string};
}

/** A line of a judged file. */
export type JudgedLine = {readonly ordinal: number; readonly attempts: number} & (
  | {readonly outputs: readonly Output[]}
  | {readonly rejection: Rejection}
  /** The guard let the record go without an output. */
  | {readonly filtered: true}
);
