import {createHash} from 'node:crypto';
import type {ActionOutline} from '../domain/run.js';
import type {Action, Workflow} from '../domain/workflow.js';
import {newId} from '../store/ids.js';
import {runFolder} from '../store/project-store.js';
import {RunStore} from '../store/run-store.js';

/** Makes a run on disk, in this folder or one below: from here on it exists. */
export function createRun(root: string, workflow: Workflow): RunStore {
  const now = new Date();
  const run = newId('run', now);
  return RunStore.create(runFolder(root, run), workflow, {
    type: 'run-started',
    at: now.toISOString(),
    run,
    workflow: workflow.name,
    digest: digestOf(workflow),
    actions: workflow.actions.map(outlineOf),
  });
}

function outlineOf(action: Action): ActionOutline {
  const {name, dependencies} = action;
  if (action.kind === 'tool') return {name, mode: 'tool', dependencies, raise: false};
  const raise = action.retry.onExhausted === 'raise' || action.reprompt.onExhausted === 'raise';
  return {name, mode: action.runMode, dependencies, raise};
}

/** What a workflow is recognised by. */
export function digestOf(workflow: Workflow): string {
  return createHash('sha256').update(JSON.stringify(workflow)).digest('hex').slice(0, 32);
}
