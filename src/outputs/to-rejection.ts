import type {InputRecord, Rejection} from '../domain/record.js';
import type {Rejected} from '../domain/verdict.js';

export interface Refusal {
  readonly action: string;
  readonly verdict: Rejected;
  /** How often the record was asked in all. */
  readonly attempts: number;
  /** What to type to ask for it again. */
  readonly retry: string;
}

/** The line of `rejected.jsonl` for a record that leaves an action without an output. */
export function toRejection(input: InputRecord, {action, verdict, attempts, retry}: Refusal): Rejection {
  return {
    source_guid: input.guid,
    action,
    file: input.file,
    reason: verdict.reason,
    message: verdict.message,
    ...(verdict.raw === undefined ? {} : {raw: verdict.raw}),
    attempts,
    retry,
  };
}
