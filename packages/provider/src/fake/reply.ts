import type {Json} from '../json.js';
import type {StoredFile} from './file-store.js';

/** What a fake answers: JSON, or a stored file. */
export type Reply = JsonReply | FileReply;

export interface JsonReply {
  readonly status: number;
  readonly json: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FileReply {
  readonly file: StoredFile;
  /** Default `application/jsonl`. */
  readonly type?: string;
}

/** An answer of status 200, unless told otherwise. */
export function ok(json: Json, status = 200, headers?: Readonly<Record<string, string>>): JsonReply {
  return {status, json: JSON.stringify(json), ...(headers && {headers})};
}

/** A refusal of a whole call, before the vendor's own shape is put on it. */
export interface CallError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Thrown by a route: the call is answered with this error. */
export class Refusal extends Error {
  readonly call: CallError;

  constructor(call: CallError) {
    super(call.message);
    this.call = call;
  }
}

/** Ends a call with an error in the vendor's own shape. */
export function refuse(status: number, code: string, message: string): never {
  throw new Refusal({status, code, message});
}
