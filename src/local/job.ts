import type {JsonObject, RequestFault} from '@agac/provider';
import type {Engine} from './engine.js';

/** One spooled part, as `job.json` holds it. Names of variables, never their values. */
export interface Job {
  /** Of this folder's files; an agac that finds another number leaves the folder alone. */
  readonly format: 1;
  readonly key: string;
  readonly model: string;
  readonly count: number;
  readonly engine: Engine;
  /** Requests worked on at the same time. */
  readonly concurrency: number;
  readonly createdAt: string;
}

/** One line of `requests.jsonl`, and its place in that file, from 0. */
export interface SpooledRequest {
  readonly ordinal: number;
  readonly id: string;
  readonly body: JsonObject;
}

/** What became of a request; a line of `results.jsonl` is this with the request's `n` and `id`. */
export type SpooledResult = Response | Failure | Skipped;

interface Response {
  /** In the shape of a chat completion, whoever made it. */
  readonly response: JsonObject;
  /** How it was asked for, where that is not as the body says. */
  readonly note?: string;
}

interface Failure {
  readonly fault: RequestFault;
}

interface Skipped {
  readonly unprocessed: 'cancelled';
}

/** The files of a job's folder. */
export const FILES = {
  job: 'job.json',
  requests: 'requests.jsonl',
  results: 'results.jsonl',
  /** Counts, written again and again; its age is the worker's heartbeat. */
  progress: 'progress.json',
  /** Its presence asks the worker to stop. */
  cancel: 'cancel',
  /** There when the job has ended. */
  done: 'done.json',
  /** Why the last worker gave up. */
  trouble: 'trouble.json',
} as const;
