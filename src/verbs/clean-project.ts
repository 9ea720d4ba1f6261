import {join} from 'node:path';
import {type DamagedRun, isDamaged, knownBatches, knownJobs} from '../store/damaged-run.js';
import {lookAtFolder, type RunLook} from '../store/project-store.js';
import {removeWhole} from '../store/remove-whole.js';
import {type RemovedRun, rememberRemoved} from '../store/removed-runs.js';
import type {CleaningOptions, CleaningPlan} from './cleaning.js';
import {discardJobs} from './discard-jobs.js';
import {planCleaning} from './plan-cleaning.js';
import {openingOf, type Place, providerCache} from './project-context.js';
import {withLock} from './with-run.js';

export interface Cleaning extends CleaningOptions {
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
export async function cleanProject(place: Place, {atVendors, shown, ...options}: Cleaning): Promise<Cleaned> {
  const workflows = new Set(shown.entries.flatMap(({workflow}) => workflow ?? []));
  return underLocks(place, [...workflows].sort(), async () => {
    const {root} = place;
    const paths = new Set(shown.entries.map(({path}) => path));
    const now = planCleaning(root, options);
    const entries = now.entries.filter(({path}) => paths.has(path));
    const open = providerCache(openingOf(place));
    let discarded = 0;
    for (const {kind, path} of entries) {
      place.signal.throwIfAborted();
      const run = kind === 'run' || kind === 'damaged' ? lookAtFolder(join(root, path)) : undefined;
      if (run !== undefined && !isDamaged(run) && atVendors) discarded += await discardJobs(place, run.state, open);
      if (run !== undefined) rememberRemoved(root, {...whatIsKnown(run), removedAt: new Date().toISOString()});
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

function whatIsKnown(run: RunLook | DamagedRun): Omit<RemovedRun, 'removedAt'> {
  if (isDamaged(run)) {
    const {run: id, workflow} = run;
    const jobs = knownJobs(run).map(({isFetched, ...job}) => job);
    return {run: id, ...(workflow !== undefined && {workflow}), batches: knownBatches(run), jobs};
  }
  const {run: id, workflow, batches, parts} = run.state;
  const jobs = parts.flatMap(({batch, connection, receipt}) =>
    connection === undefined || receipt === undefined
      ? []
      : [{...(batch !== undefined && {batch}), vendor: connection.vendor, id: receipt.id}],
  );
  return {run: id, workflow, batches: batches.map((batch) => batch.id), jobs};
}
