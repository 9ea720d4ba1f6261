import type {JsonObject} from '@agac/provider';

/** What a person says of a record, or of all records of a file. */
export interface Decision {
  readonly status: DecisionStatus;
  /** When it was taken. */
  readonly at: string;
  readonly by: DecidedBy;
  /** The run in which it was taken, where that is an earlier one. */
  readonly from?: string;
  /** Absent: there is none; never empty. */
  readonly comment?: string;
  /** The fields that go on, where the person changed any of them. */
  readonly content?: JsonObject;
}

export type DecisionStatus = 'approved' | 'rejected';

/** `page`: a person, there and then. `file`: as a file of decisions says. `auto-approve`: nobody looked. */
export type DecidedBy = 'page' | 'file' | 'auto-approve';

/** What an action of `kind: hitl` adds to the fields that were decided on. */
export const HITL_FIELDS = ['hitl_status', 'user_comment', 'timestamp'] as const;
