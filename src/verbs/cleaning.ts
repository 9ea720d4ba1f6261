import type {DamagedLook} from './damaged-look.js';

export interface CleaningPlan {
  readonly entries: readonly CleaningEntry[];
  /** Of all entries. */
  readonly bytes: number;
  readonly kept: readonly KeptRun[];
  /** Jobs that a vendor has or may have and whose results are not here, of all runs. */
  readonly uncollected: readonly UncollectedJob[];
  /** Runs that cannot be read: what vendors have of them is not all known. */
  readonly damaged: readonly DamagedEntry[];
}

export interface CleaningOptions {
  /** Every run that can be read. */
  readonly all: boolean;
  /** Also those that cannot. */
  readonly damaged: boolean;
}

/** A file or folder that can be removed. */
export interface CleaningEntry {
  /**
   * - `run`: a run, with all that was asked and answered
   * - `damaged`: a run that cannot be read
   * - `job`: a job of the built-in engine whose results are in its run, or whose run is gone
   * - `written`: names of the output files of a workflow that is gone; the files themselves stay
   * - `leftover`: what an earlier removal was stopped in
   */
  readonly kind: 'run' | 'damaged' | 'job' | 'written' | 'leftover';
  /** Relative to the project root. */
  readonly path: string;
  readonly bytes: number;
  /** Whose lock it is removed under; absent: nobody works with it any more. */
  readonly workflow?: string;
  readonly run?: string;
}

export interface KeptRun {
  readonly run: string;
  readonly workflow: string;
  /**
   * - `last`: the last one of its workflow
   * - `uncollected`: a vendor has or may have a job of it
   * - `followed`: a run that is not finished, or cannot be read, takes its answers again
   * - `unfinished`: something is left to do in it
   */
  readonly why: 'last' | 'uncollected' | 'followed' | 'unfinished';
}

export interface UncollectedJob {
  readonly run: string;
  readonly workflow: string;
  readonly batch: string;
  readonly part: number;
  readonly vendor: string;
  /** The vendor's id; absent: nobody knows whether it has the part. */
  readonly job?: string;
  /** Its run is among the entries: the job would be given up. */
  readonly removed: boolean;
}

export interface DamagedEntry extends DamagedLook {
  /** It is among the entries: whatever a vendor has of it would be given up. */
  readonly removed: boolean;
}
