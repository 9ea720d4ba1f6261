import {outlineOf} from '../engine/outline.js';
import {lookAtRun} from '../engine/progress.js';
import {newId} from '../store/ids.js';
import {runFolder, type RunLook as StoredRun} from '../store/project-store.js';
import {RunStore} from '../store/run-store.js';
import type {Snapshot} from './snapshot.js';

/** Makes a run on disk, in this folder or one below: from here on it exists. */
export function createRun(root: string, {workflow, digest, toolFiles}: Snapshot, earlier?: StoredRun): RunStore {
  const now = new Date();
  const run = newId('run', now);
  return RunStore.create(runFolder(root, run), workflow, {
    type: 'run-started',
    at: now.toISOString(),
    run,
    workflow: workflow.name,
    digest,
    actions: workflow.actions.map(outlineOf),
    ...(toolFiles && {toolFiles}),
    ...(earlier && {after: earlier.state.run}),
  });
}

/** The run of which answers can be used again: the last one, if nothing is left to do in it. */
export function finishedRun(last: StoredRun | undefined): StoredRun | undefined {
  return last !== undefined && ['finished', 'halted'].includes(lookAtRun(last.state).state) ? last : undefined;
}
