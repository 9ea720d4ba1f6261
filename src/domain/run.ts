import type {Counts, End, JsonObject, Receipt, Usage} from '@agac/provider';
import type {PartTally, RequestWeight} from './cost.js';

/**
 * The journal of a run: facts about rounds, batches and parts, never one for each record.
 * The state of a run is the fold of these and nothing else.
 */
export type RunEvent =
  | RunStarted
  | RecordsTaken
  | LaneProbed
  | PartsPlanned
  | PartSending
  | PartStep
  | PartSent
  | PartNotSent
  | PartUncertain
  | PartUnfound
  | PartStopping
  | PartEnded
  | PartFetched
  | RoundJudged
  | RetryAsked
  | ActionWritten;

export interface RunStarted {
  readonly type: 'run-started';
  readonly at: string;
  readonly run: string;
  readonly workflow: string;
  /** Digest of the stored plan, to notice that the workflow was edited since. */
  readonly digest: string;
  readonly actions: readonly ActionOutline[];
  /** The files in its tool folders, to notice that one was edited since. Absent: it uses no functions. */
  readonly toolFiles?: ToolFiles;
  /** The finished run whose answers are used again, where the request is the same. Absent: every request is asked. */
  readonly after?: string;
}

/** Digests of files, by path from the project root. */
export type ToolFiles = Readonly<Record<string, string>>;

/** As much of an action as deciding needs. */
export interface ActionOutline {
  readonly name: string;
  readonly mode: ActionMode;
  readonly dependencies: readonly string[];
  /** `on_exhausted: raise`: a rejected record stops what comes after. */
  readonly raise: boolean;
  /** It looks at each record for itself, so it may begin with those that are there. Absent: it waits for all. */
  readonly early?: true;
}

/** Who works an action off: a vendor's batch lane, a vendor's sync endpoint, a user's function, or a person. */
export type ActionMode = 'batch' | 'online' | 'tool' | 'hitl';

/** `reused`: nobody, as an earlier run has the answers. */
export type PartMode = ActionMode | 'reused';

/** What a guard and a limit did with the records of one intake. Absent: there were none such. */
export interface GuardCounts {
  /** Of the records: those that leave the action without an output. */
  readonly filtered?: number;
  /** Of the filtered: those beyond the action's limit. */
  readonly leftOut?: number;
  /** Of the records: those that leave it with an output that holds nothing of the action's own. */
  readonly skipped?: number;
  /** Not of the records: those that will never enter, as a dependency filtered them; all that are known by now. */
  readonly keptOut?: number;
}

/** The records now waiting for an action are on disk as one more intake. */
export interface RecordsTaken extends GuardCounts {
  readonly type: 'records-taken';
  readonly action: string;
  readonly intake: number;
  /** Ordinal of the first of them. */
  readonly first: number;
  readonly count: number;
  /** How many rounds of each dependency had been judged. */
  readonly upTo: Readonly<Record<string, number>>;
  /** More records were waiting: they are the next intake. */
  readonly more?: true;
}

/** A vendor was asked whether it has a batch lane. Asked once in a run: all its rounds go the same way. */
export interface LaneProbed {
  readonly type: 'lane-probed';
  readonly at: string;
  readonly connection: Connection;
  /** There where it has none: what its batches go through instead, and why. */
  readonly instead?: {readonly connection: Connection; readonly why: string};
}

/** The requests of some rounds are on disk, packed into parts. */
export interface PartsPlanned {
  readonly type: 'parts-planned';
  readonly at: string;
  /** There for batch mode: what the user is told. */
  readonly batch?: string;
  readonly rounds: readonly RoundPlan[];
  readonly parts: readonly PartPlan[];
}

export interface RoundPlan {
  readonly action: string;
  readonly round: number;
  readonly requests: number;
  /** Records for which no request could be made or that no part can hold. */
  readonly refused: number;
  /** The answers will be made up, not a model's. */
  readonly simulated?: true;
  /** Absent for tools. */
  readonly weight?: RequestWeight;
  /** There where an earlier run was looked into. */
  readonly reuse?: Reuse;
}

/** What an earlier run spared a round, and why the other requests are asked; of persons, records instead of requests. */
export interface Reuse {
  /** Requests that it has the answers of, records on which it has the decision. */
  readonly reused: number;
  /** Its action of that name did not have the record. */
  readonly isNew: number;
  /** It had the record, and did not ask this of it: the data, the workflow or the answers before it are others. */
  readonly changed: number;
}

export interface PartPlan {
  readonly part: number;
  readonly mode: PartMode;
  /** Given to the vendor to keep; see Part.key. */
  readonly key: string;
  readonly count: number;
  readonly bytes: number;
  /** Whose requests are in it. */
  readonly rounds: readonly PartRound[];
  /** Absent for tools and persons. */
  readonly connection?: Connection;
  readonly model?: string;
  readonly lane?: string;
  readonly weight?: RequestWeight;
}

export interface RoundRef {
  readonly action: string;
  readonly round: number;
}

/** What a part holds of a round. */
export interface PartRound extends RoundRef {
  /** Absent in journals of before they were counted. */
  readonly requests?: number;
}

/** What opens a provider; names of variables, never their values. */
export interface Connection {
  readonly vendor: string;
  /** Name of the provider that serves the vendor, where that is not the vendor's own. */
  readonly adapter?: string;
  readonly keyEnv?: string;
  readonly baseUrl?: string;
  readonly options: JsonObject;
}

/** On disk before anything is sent. */
export interface PartSending {
  readonly type: 'part-sending';
  readonly part: number;
  readonly at: string;
}

export interface PartStep {
  readonly type: 'part-step';
  readonly part: number;
  readonly step: JsonObject;
}

export interface PartSent {
  readonly type: 'part-sent';
  readonly part: number;
  readonly at: string;
  readonly receipt: Receipt;
  /** Found at the vendor, or named by the user, after the answer to the create was lost. */
  readonly adopted?: true;
}

/** Nothing was created, for sure: refused by the vendor, never reached it, or by the user's word. */
export interface PartNotSent {
  readonly type: 'part-not-sent';
  readonly part: number;
  readonly message: string;
}

/** The create may have been done. */
export interface PartUncertain {
  readonly type: 'part-uncertain';
  readonly part: number;
  readonly at: string;
  readonly message: string;
}

/** The vendor was asked, after its settle time, and knows no such job, or cannot tell it from others. */
export interface PartUnfound {
  readonly type: 'part-unfound';
  readonly part: number;
  readonly message?: string;
  /** A job that was taken for this part's, and is not: its results answer none of its requests. */
  readonly foreign?: string;
}

/** The vendor was asked to stop. */
export interface PartStopping {
  readonly type: 'part-stopping';
  readonly part: number;
  readonly at: string;
}

export interface PartEnded {
  readonly type: 'part-ended';
  readonly part: number;
  readonly at: string;
  readonly end: End;
  readonly word: string;
  readonly counts?: Counts;
  readonly message?: string;
  /** Tokens of the whole job, where the vendor adds them up. */
  readonly usage?: Usage;
}

/** The results of a part are on disk, as the vendor sent them. */
export interface PartFetched {
  readonly type: 'part-fetched';
  readonly part: number;
  readonly lines: number;
  readonly bytes: number;
  /** Absent for tools, and where nothing was fetched. */
  readonly tally?: PartTally;
}

export interface RoundJudged {
  readonly type: 'round-judged';
  readonly at: string;
  readonly action: string;
  readonly round: number;
  readonly counts: JudgedCounts;
}

/** Of the records of one round. accepted + again + rejected = the records asked; the guard kept the others. */
export interface JudgedCounts {
  readonly accepted: number;
  /** Output records; more or fewer than accepted where an answer is a list. */
  readonly outputs: number;
  /** To be asked again in a follow-up round. */
  readonly again: number;
  readonly rejected: number;
  /** Lines with an id that was not sent, or that came twice. */
  readonly strays: number;
  /** Records that the guard kept from being asked. Absent: none. */
  readonly filtered?: number;
  readonly skipped?: number;
  /** Of the filtered: those beyond the action's limit. */
  readonly leftOut?: number;
}

/** The user wants rejected records asked again. */
export interface RetryAsked {
  readonly type: 'retry-asked';
  readonly action: string;
  readonly intake: number;
  readonly round: number;
  readonly count: number;
}

/** The output files of an action hold all that had been judged. */
export interface ActionWritten {
  readonly type: 'action-written';
  readonly action: string;
  /** Judged rounds that are in the files. */
  readonly rounds: number;
  readonly outputs: number;
  readonly rejected: number;
  readonly files: number;
}
