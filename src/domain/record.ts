import type {Json, JsonObject, Usage} from '@agac/provider';
import type {DecidedBy} from './decision.js';
import type {ActionSchema} from './workflow.js';

/** One element of an input file. */
export interface SourceRecord {
  /** The file's path inside the input folder, with forward slashes. */
  readonly file: string;
  /** Position in the file, from 0. */
  readonly ordinal: number;
  /** Stable: the same content in the same file has the same id in every run; a repeated row has its own. */
  readonly guid: string;
  /** The action of another workflow that made it; what it made can be named by the action's name, too. */
  readonly madeBy?: string;
  /** The element as an object; a bare value `v` becomes `{"value": v}`, a text file `{"content": text}`. */
  readonly value: JsonObject;
}

/** A record as it enters an action: one line of an intake file. */
export interface InputRecord {
  /** Position among all that ever entered this action, from 0; part of every request id. */
  readonly ordinal: number;
  /** Sorts all records of an action as their sources were: compare number by number. */
  readonly seq: readonly number[];
  /** Input file it descends from, as in {@link SourceRecord.file}. */
  readonly file: string;
  /** `source_guid` of the source record. */
  readonly guid: string;
  /** Node ids of the outputs it descends from, oldest first. */
  readonly lineage: readonly string[];
  readonly parentId?: string;
  readonly rootId?: string;
  /** Fields by namespace: `source`, and each action upstream. Of a filtered record none are kept. */
  readonly context: Readonly<Record<string, JsonObject>>;
  /** Actions upstream that a guard skipped; in the context they have what they passed through and nothing else. */
  readonly skipped?: readonly string[];
  /** What its answer must look like, where a function says so for each record; decided once, when it was taken. */
  readonly schema?: ActionSchema;
  /** A sentence: why that function gave no schema, so that nothing can be asked. */
  readonly schemaProblem?: string;
  /** The guard of this action does not let it be asked about; decided once, when it was taken. */
  readonly byGuard?: ByGuard;
  /** It is beyond the limit of this action, and so filtered. */
  readonly leftOut?: true;
}

/** `filtered`: it leaves the action without an output. `skipped`: with one that holds nothing of the action's own. */
export type ByGuard = 'filtered' | 'skipped';

/** What a user finds in an output file: one record. */
export interface Output {
  readonly source_guid: string;
  readonly target_id: string;
  readonly parent_target_id: string | null;
  readonly root_target_id: string;
  readonly node_id: string;
  readonly lineage: readonly string[];
  /** What the action's schema describes, and the declared passthrough fields. */
  readonly content: JsonObject;
  readonly metadata: OutputMetadata;
  readonly _recovery?: Recovery;
}

export interface OutputMetadata {
  readonly kind: 'llm' | 'tool' | 'hitl';
  readonly provider?: string;
  readonly model?: string;
  readonly finish_reason?: string;
  readonly usage?: Usage;
  /** The answer was made up by the built-in engine. */
  readonly simulated?: true;
  /** How a decision came about. */
  readonly decided_by?: DecidedBy;
  /** The person changed the fields that go on. */
  readonly edited?: true;
  /** Nothing was asked: the action's guard did not match, and the content holds only what is passed through. */
  readonly skipped?: true;
  readonly reason?: 'guard';
}

/** How an answer was rescued. */
export interface Recovery {
  /** The answer's JSON was broken and could be repaired. */
  readonly repaired_json?: true;
  /** Asked again, unchanged, so many times. */
  readonly retries?: number;
  /** Asked again, with the problem shown, so many times. */
  readonly reprompts?: number;
  /** There where the action's validator did not accept the last answer, and `on_exhausted: return_last` let it through. */
  readonly validation?: FailedValidation;
}

export interface FailedValidation {
  /** Name of the validator. */
  readonly name: string;
  readonly passed: false;
  /** A sentence: what is wrong with the answer. */
  readonly message: string;
}

/** A record that leaves an action without an output: one line of `rejected.jsonl`. */
export interface Rejection {
  readonly source_guid: string;
  readonly action: string;
  readonly file: string;
  readonly reason: RejectReason;
  /** A sentence: what is wrong. */
  readonly message: string;
  /** The model's answer as it came, where there was one. */
  readonly raw?: Json;
  /** How often it was asked in all. */
  readonly attempts: number;
  /** What to type to ask for it again. */
  readonly retry: string;
}

export type RejectReason =
  | 'invalid'
  | 'fault'
  | 'missing'
  | 'expired'
  | 'cancelled'
  | 'failed'
  | 'refused'
  | 'tool-error';
