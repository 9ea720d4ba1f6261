import {createHash} from 'node:crypto';
import type {Workflow} from '../domain/workflow.js';
import {outlineOf} from '../engine/outline.js';
import {lookAtRun} from '../engine/progress.js';
import {newId} from '../store/ids.js';
import {runFolder, type RunLook as StoredRun} from '../store/project-store.js';
import {RunStore} from '../store/run-store.js';

/** Makes a run on disk, in this folder or one below: from here on it exists. */
export function createRun(root: string, workflow: Workflow, earlier?: StoredRun): RunStore {
  const now = new Date();
  const run = newId('run', now);
  return RunStore.create(runFolder(root, run), workflow, {
    type: 'run-started',
    at: now.toISOString(),
    run,
    workflow: workflow.name,
    digest: digestOf(workflow),
    actions: workflow.actions.map(outlineOf),
    ...(earlier && {after: earlier.state.run}),
  });
}

/** The run of which answers can be used again: the last one, if nothing is left to do in it. */
export function finishedRun(last: StoredRun | undefined): StoredRun | undefined {
  return last !== undefined && ['finished', 'halted'].includes(lookAtRun(last.state).state) ? last : undefined;
}

/** What a workflow is recognised by. */
export function digestOf(workflow: Workflow): string {
  return createHash('sha256').update(JSON.stringify(workflow)).digest('hex').slice(0, 32);
}
