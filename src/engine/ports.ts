import type {Json, NoBatchLane, Provider} from '@agac/provider';
import type {SourceRecord} from '../domain/record.js';
import type {Connection} from '../domain/run.js';
import type {ActionSchema, LlmAction, ToolAction, ValidatorRef, Workflow} from '../domain/workflow.js';
import type {RunStore} from '../store/run-store.js';
import type {Tool} from '../tools/call.js';
import type {Validator} from '../tools/validator.js';
import type {EarlierAnswers} from './earlier-answers.js';
import type {Note} from './notes.js';
import type {Review} from './review.js';

/** Everything of the world that the engine touches, handed in. */
export interface Ports {
  readonly root: string;
  readonly plan: Workflow;
  readonly store: RunStore;
  readonly provider: (connection: Connection) => Promise<Provider>;
  /** What a vendor without a batch lane is asked through instead. */
  readonly withoutLane: (connection: Connection, lane: NoBatchLane) => Connection;
  /** Ids of all jobs at a vendor that any run of the project knows to be its own. */
  readonly jobsAt: (vendor: string) => readonly string[];
  readonly tool: (action: Pick<ToolAction, 'name' | 'impl' | 'file' | 'granularity'>) => Promise<Tool>;
  /** What a function returned as the schema of an action's answer: read, or a sentence why it is none. */
  readonly readSchema: (action: string, value: Json) => {readonly schema: ActionSchema} | {readonly problem: string};
  readonly validator: (validator: ValidatorRef, action: LlmAction) => Promise<Validator>;
  /** Lets decide on records; returns when all is decided, or when for now nothing more will be. */
  readonly review: (review: Review) => Promise<void>;
  /** The answers of the run that this one follows; undefined where there is none. */
  readonly earlier: () => Promise<EarlierAnswers | undefined>;
  /** The staged records, in order. */
  readonly sources: () => AsyncIterable<SourceRecord>;
  /** Called with the batch before the first byte of it is sent. */
  readonly remember: (batch: string) => void;
  readonly now: () => Date;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Rejects with the signal's reason when it fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly notify: (note: Note) => void;
  /** Debug lines. */
  readonly log: (line: string) => void;
  /** How many online requests or tool calls go on at once. */
  readonly concurrency: number;
}
