import {type DamagedRun, knownJobs} from '../store/damaged-run.js';

/** A run that cannot be read, as it is told. */
export interface DamagedLook {
  readonly run: string;
  /** Absent: nobody can say. */
  readonly workflow?: string;
  /** What is wrong, and where. */
  readonly message: string;
  /** What to do about it. */
  readonly actions: readonly string[];
  /** Jobs that a vendor has of it and whose results may not be here; there may be others. */
  readonly jobs: readonly {readonly id: string; readonly batch?: string; readonly vendor?: string}[];
}

export function lookAtDamaged(damaged: DamagedRun): DamagedLook {
  const {run, workflow, error} = damaged;
  return {
    run,
    ...(workflow !== undefined && {workflow}),
    message: error.message,
    actions: error.actions,
    jobs: knownJobs(damaged).flatMap(({isFetched, ...job}) => (isFetched ? [] : [job])),
  };
}
