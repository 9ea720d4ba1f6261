import type {Usage} from './result.js';

export interface PartStatus {
  readonly phase: Phase;
  /** There exactly when the phase is `ended`. */
  readonly end?: End;
  /** The vendor's own word. A word the adapter does not know means `running`. */
  readonly word: string;
  readonly counts?: Counts;
  /** The vendor's sentence about what went wrong. */
  readonly message?: string;
  /** When the vendor would like to be asked again, in milliseconds from now. */
  readonly pollAfterMs?: number;
  /** Tokens of the whole job, where the vendor adds them up. */
  readonly usage?: Usage;
}

export type Phase = 'validating' | 'queued' | 'running' | 'finalizing' | 'stopping' | 'ended';

/** How a job ended. Each of them may have left results. */
export type End = 'completed' | 'failed' | 'expired' | 'cancelled';

/** Of the requests of one part. */
export interface Counts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}
