import type {Counts, End, JsonObject, Receipt, Usage} from '@agac/provider';
import type {PartTally, RequestWeight} from './cost.js';
import type {ActionOutline, GuardCounts, JudgedCounts, LaneProbed, PartPlan, Reuse, ToolFiles} from './run.js';

/** A run as its journal tells it. */
export interface RunState {
  readonly run: string;
  readonly workflow: string;
  readonly startedAt: string;
  readonly digest: string;
  readonly toolFiles?: ToolFiles;
  /** The run whose answers are used again. */
  readonly after?: string;
  /** In an order in which every action comes after what it depends on. */
  readonly actions: readonly ActionState[];
  /** By number. */
  readonly parts: readonly PartState[];
  /** Oldest first. */
  readonly batches: readonly BatchState[];
  /** Vendors that were asked whether they have a batch lane. */
  readonly lanes: readonly LaneState[];
}

export type LaneState = Pick<LaneProbed, 'connection' | 'instead'>;

export interface ActionState extends ActionOutline {
  readonly intakes: readonly IntakeState[];
  /** By number, from 0. */
  readonly rounds: readonly RoundState[];
  /** How many judged rounds the output files hold; undefined: never written. */
  readonly written?: number;
  readonly outputs: number;
  readonly rejected: number;
}

export interface IntakeState extends GuardCounts {
  readonly first: number;
  readonly count: number;
  readonly upTo: Readonly<Record<string, number>>;
  readonly more?: true;
}

/** One asking of records of one intake: all of them, or those that a follow-up names. */
export interface RoundState {
  readonly intake: number;
  readonly kind: 'first' | 'follow-up';
  /** Records that are asked about. */
  readonly records: number;
  /** Parts that hold its requests; undefined: not planned yet. */
  readonly parts?: readonly number[];
  readonly refused?: number;
  readonly simulated?: true;
  readonly weight?: RequestWeight;
  readonly reuse?: Reuse;
  readonly judged?: JudgedCounts;
}

export type PartPhase = 'planned' | 'sending' | 'uncertain' | 'unfound' | 'sent' | 'ended' | 'fetched';

export interface PartState extends PartPlan {
  readonly phase: PartPhase;
  readonly batch?: string;
  readonly step?: JsonObject;
  /** When the last attempt to send began, or its answer was lost. */
  readonly sendingAt?: string;
  readonly sentAt?: string;
  readonly receipt?: Receipt;
  readonly adopted?: true;
  readonly stopping?: true;
  readonly end?: End;
  readonly endedAt?: string;
  readonly word?: string;
  readonly counts?: Counts;
  readonly message?: string;
  readonly usage?: Usage;
  readonly lines?: number;
  readonly tally?: PartTally;
  /** Jobs that were taken for this part's, and are not. */
  readonly foreign?: readonly string[];
}

export interface BatchState {
  readonly id: string;
  readonly plannedAt: string;
  readonly parts: readonly number[];
  readonly actions: readonly string[];
  readonly requests: number;
  readonly refused: number;
}
