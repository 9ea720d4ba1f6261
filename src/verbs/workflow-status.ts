import {type RunStatus, statusOf} from '../engine/run-status.js';
import {latestRun, listRuns} from '../store/project-store.js';
import {listWorkflows, workflowFile} from '../workflow/workflow-files.js';
import {findRun} from './find-run.js';

/** A workflow that has not been run yet has no run. */
export interface WorkflowStatus {
  readonly workflow: string;
  readonly run?: RunStatus;
}

/**
 * Where a run of a workflow stands, the last one where no id is given. Reads journals; asks nobody and writes nothing.
 * @throws AgacError WORKFLOW_UNKNOWN, RUN_UNKNOWN
 */
export function workflowStatus(root: string, workflow: string, id?: string): WorkflowStatus {
  if (id !== undefined) return {workflow, run: statusOf(findRun(root, workflow, id).state)};
  const last = latestRun(root, workflow);
  if (last !== undefined) return {workflow, run: statusOf(last.state)};
  workflowFile(root, workflow);
  return {workflow};
}

/** The last run of every workflow of the project, by name; also of those whose files are gone. */
export function projectStatus(root: string): readonly WorkflowStatus[] {
  const found = new Map<string, WorkflowStatus>(listWorkflows(root).map((workflow) => [workflow, {workflow}]));
  for (const {state} of listRuns(root)) {
    const {workflow} = state;
    if (found.get(workflow)?.run === undefined) found.set(workflow, {workflow, run: statusOf(state)});
  }
  return [...found.values()].sort((a, b) => (a.workflow < b.workflow ? -1 : 1));
}
