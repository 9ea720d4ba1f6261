import type {Usage} from '../contract/result.js';
import type {End, Phase} from '../contract/status.js';
import type {JsonObject} from '../json.js';

/**
 * A fake of one vendor on the loopback interface, and the levers with which the suite moves it. Each case starts one of
 * its own. Jobs move only when they are advanced.
 *
 * A lever that this fake cannot offer is a sentence that says why; the cases that need it are left out, and the run
 * prints the sentence.
 */
export type Vendor = VendorBase & {readonly [Name in LeverName]: Levers[Name] | string};

export type LeverName = keyof Levers;

interface VendorBase {
  start(): Promise<void>;
  /** Ends every connection, and deletes what the fake kept on disk. */
  stop(): Promise<void>;
  /** Once started. Absent: there is no wire. */
  readonly url?: string | undefined;
  /** The only key that is let in. Absent: no key is needed. */
  readonly key?: string | undefined;
}

export interface Levers {
  /** Has a job worked off, so that it ends `completed`. */
  finish(job: string): void | Promise<void>;
  /** Moves a job on, from whatever it was. */
  advance(job: string, stage: Stage, detail?: StageDetail): void | Promise<void>;
  /** What jobs that end from now on say to each request: no line, one, or several. */
  answer(say: (asked: Asked) => readonly Said[]): void;
  /** Jobs that end from now on list their results in another order than they were sent in. */
  shuffle(seed: number): void;
  /** Has a job report this word as its state. */
  word(job: string, word: string): void;
  /** Every state word that the vendor documents, and what it means. */
  words(): Readonly<Record<string, Stage>>;
  /** The next requests of one kind go wrong. */
  fail(failure: Failure): void;
  /** The next download breaks off after so many bytes. */
  cut(afterBytes: number): void;
  /** How downloads are served from now on. */
  serve(serving: Serving): void;
  /** A new job is not in the vendor's list for so long. */
  delayList(milliseconds: number): void;
  /** Makes a job that another tool sent, labelled so, of so many requests. Returns its id. */
  plant(label: string, count?: number): string;
  /** Deletes a file behind the adapter's back: an upload, or the results of a job, by the id of either. */
  lose(id: string): void | Promise<void>;
  /** Every request received, in order. */
  seen(): readonly Seen[];
  /** What exists at the vendor now. */
  left(): Left;
  /** What the vendor was sent for a job. */
  received(job: string): Promise<readonly Received[]>;
  /** How many requests are being answered at this moment. */
  busy(): number;
}

/** A phase on the way, or an end. */
export type Stage = Exclude<Phase, 'ended'> | End;

export interface StageDetail {
  /** So many of the requests, the first ones, have been worked off. A completed job has worked off all. */
  readonly done?: number;
  /** The vendor's sentence about what went wrong. */
  readonly message?: string;
}

/** A request, as a vendor's model sees it. */
export interface Asked {
  readonly id: string;
  /** Position in the job, from 0. */
  readonly ordinal: number;
  readonly body: JsonObject;
}

/** What a vendor says to a request; the fake puts it in the vendor's words. */
export type Said = SaidText | SaidFault | SaidHollow | SaidRaw;

export interface SaidText {
  readonly kind: 'text';
  readonly text: string;
  readonly finish?: 'stop' | 'length' | 'filter' | 'other';
  /** `none`: the vendor says nothing of it. */
  readonly usage?: Usage | 'none';
  /** Said under this id and not under the one that was asked. */
  readonly id?: string;
}

/** The vendor could not answer; `timeout` is the vendor's own, while the model was at work. */
export interface SaidFault {
  readonly kind: 'fault';
  readonly status: number | 'timeout';
  readonly message?: string;
}

/** An answer that holds no text: another kind of content, or none of what the vendor documents. */
export interface SaidHollow {
  readonly kind: 'tool-call' | 'empty-object';
}

/** A line that is sent as it is. */
export interface SaidRaw {
  readonly kind: 'raw';
  readonly line: string;
}

/** What a request is for, in no vendor's words. */
export type Operation =
  | 'upload'
  | 'create'
  | 'list'
  | 'status'
  | 'results'
  | 'cancel'
  | 'discard'
  | 'complete'
  | 'other';

export interface Failure {
  readonly on: Operation;
  /** Before the vendor acts on the request, or after. */
  readonly when: 'before' | 'after';
  readonly how: FailureShape;
  /** How many requests; default 1. */
  readonly times?: number;
}

/** An answer with this status; the connection reset; no answer ever; or a good answer whose JSON breaks off. */
export type FailureShape = FailedAnswer | 'reset' | 'hang' | 'truncated';

export interface FailedAnswer {
  readonly status: number;
  /** Said in the vendor's own error shape. */
  readonly message?: string;
  /** In place of the vendor's error shape. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How the bytes of a download are cut up and joined; whatever is absent stays as it is. */
export interface Serving {
  readonly chunkBytes?: number;
  readonly lineEnd?: '\n' | '\r\n';
  readonly blankLines?: boolean;
  readonly lastNewline?: boolean;
  /** How the end of the body is told: by its length, by its last chunk, or by the end of the connection; default length. */
  readonly framing?: 'length' | 'chunked' | 'close';
}

export interface Seen {
  readonly on: Operation;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The key that came with it. */
  readonly key?: string;
  /** Requests with one number came over one connection. */
  readonly connection: number;
  /** SHA-256 of the body, in hex, and its length; undefined until the whole of it came. */
  readonly digest?: string;
  readonly bytes?: number;
}

export interface Left {
  readonly files: readonly LeftFile[];
  readonly jobs: readonly LeftJob[];
}

export interface LeftFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970; undefined: kept until it is deleted. */
  readonly expiresAt?: number;
}

export interface LeftJob {
  readonly id: string;
  readonly label: string;
}

export interface Received {
  readonly id: string;
  readonly body: JsonObject;
  /** Of the line on the wire, without its newline. */
  readonly bytes: number;
}
