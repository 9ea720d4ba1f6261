import {join} from 'node:path';
import type {RunState} from '../domain/run-state.js';
import {runFolder} from '../store/project-store.js';
import {readState} from '../store/read-run.js';
import {removeWhole} from '../store/remove-whole.js';
import {rememberRemoved} from '../store/removed-runs.js';
import {discardJobs} from './discard-jobs.js';
import {type CleaningPlan, planCleaning} from './plan-cleaning.js';
import {openingOf, type Place, providerCache} from './project-context.js';
import {withLock} from './with-run.js';

export interface CleaningOptions {
  readonly all: boolean;
  /** Also delete what the vendors still have of the runs. */
  readonly atVendors: boolean;
  /** What the user was shown: nothing else is removed. */
  readonly shown: CleaningPlan;
}

export interface Cleaned extends CleaningPlan {
  /** Jobs that were deleted at their vendors. Absent: none was to be. */
  readonly discarded?: number;
}

/**
 * Removes what was shown, as far as it can be removed by then, with the locks of all workflows that it is of. Returns
 * what was removed. Of a run, the ids of its batches and jobs stay.
 * @throws AgacError LOCKED, before anything is removed; where a vendor cannot be asked, that of the vendor, and the run stays
 */
export async function cleanProject(place: Place, {all, atVendors, shown}: CleaningOptions): Promise<Cleaned> {
  const workflows = new Set(shown.entries.flatMap(({workflow}) => workflow ?? []));
  return underLocks(place, [...workflows].sort(), async () => {
    const {root} = place;
    const paths = new Set(shown.entries.map(({path}) => path));
    const now = planCleaning(root, {all});
    const entries = now.entries.filter(({path}) => paths.has(path));
    const open = providerCache(openingOf(place));
    let discarded = 0;
    for (const {kind, path, run} of entries) {
      place.signal.throwIfAborted();
      const state = kind === 'run' ? readState(runFolder(root, run!)) : undefined;
      if (state !== undefined && atVendors) discarded += await discardJobs(place, state, open);
      if (state !== undefined) remember(root, state);
      removeWhole(root, join(root, path));
    }
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return {...now, entries, bytes, ...(atVendors && {discarded})};
  });
}

async function underLocks<T>(place: Place, workflows: readonly string[], work: () => Promise<T>): Promise<T> {
  const [first, ...others] = workflows;
  if (first === undefined) return work();
  return withLock(place, first, () => underLocks(place, others, work));
}

function remember(root: string, state: RunState): void {
  const {run, workflow, batches, parts} = state;
  const jobs = parts.flatMap(({batch, connection, receipt}) =>
    connection === undefined || receipt === undefined
      ? []
      : [{...(batch !== undefined && {batch}), vendor: connection.vendor, id: receipt.id}],
  );
  const removedAt = new Date().toISOString();
  rememberRemoved(root, {run, workflow, removedAt, batches: batches.map(({id}) => id), jobs});
}
