import {join} from 'node:path';
import type {RunState} from '../domain/run-state.js';
import {runFolder} from '../store/project-store.js';
import {readState} from '../store/read-run.js';
import {removeWhole} from '../store/remove-whole.js';
import {rememberRemoved} from '../store/removed-runs.js';
import {type CleaningPlan, planCleaning} from './plan-cleaning.js';
import type {Place} from './project-context.js';
import {withLock} from './with-run.js';

export interface CleaningOptions {
  readonly all: boolean;
  /** What the user was shown: nothing else is removed. */
  readonly shown: CleaningPlan;
}

/**
 * Removes what was shown, as far as it can be removed by then, with the locks of all workflows that it is of. Returns
 * what was removed. Of a run, the ids of its batches and jobs stay.
 * @throws AgacError LOCKED, before anything is removed
 */
export async function cleanProject(place: Place, {all, shown}: CleaningOptions): Promise<CleaningPlan> {
  const workflows = new Set(shown.entries.flatMap(({workflow}) => workflow ?? []));
  return underLocks(place, [...workflows].sort(), async () => {
    const {root} = place;
    const paths = new Set(shown.entries.map(({path}) => path));
    const now = planCleaning(root, {all});
    const entries = now.entries.filter(({path}) => paths.has(path));
    for (const {kind, path, run} of entries) {
      place.signal.throwIfAborted();
      if (kind === 'run') remember(root, readState(runFolder(root, run!)));
      removeWhole(root, join(root, path));
    }
    return {...now, entries, bytes: entries.reduce((sum, {bytes}) => sum + bytes, 0)};
  });
}

async function underLocks<T>(place: Place, workflows: readonly string[], work: () => Promise<T>): Promise<T> {
  const [first, ...others] = workflows;
  if (first === undefined) return work();
  return withLock(place, first, () => underLocks(place, others, work));
}

function remember(root: string, state: RunState | undefined): void {
  if (state === undefined) return;
  const {run, workflow, batches, parts} = state;
  const jobs = parts.flatMap(({batch, connection, receipt}) =>
    connection === undefined || receipt === undefined
      ? []
      : [{...(batch !== undefined && {batch}), vendor: connection.vendor, id: receipt.id}],
  );
  const removedAt = new Date().toISOString();
  rememberRemoved(root, {run, workflow, removedAt, batches: batches.map(({id}) => id), jobs});
}
