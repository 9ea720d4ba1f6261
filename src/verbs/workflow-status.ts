import {type RunStatus, statusOf} from '../engine/run-status.js';
import {type DamagedRun, isDamaged} from '../store/damaged-run.js';
import {latestRun, listRuns} from '../store/project-store.js';
import {listWorkflows, workflowFile} from '../workflow/workflow-files.js';
import {type DamagedLook, lookAtDamaged} from './damaged-look.js';
import {findRun} from './find-run.js';

/** A workflow that has not been run yet has no run. */
export interface WorkflowStatus {
  readonly workflow: string;
  readonly run?: RunStatus;
  /** The id of its last run, where that cannot be read. */
  readonly damaged?: string;
}

export interface ProjectStatus {
  /** By name; also those whose files are gone. */
  readonly workflows: readonly WorkflowStatus[];
  readonly damaged: readonly DamagedLook[];
}

/**
 * Where a run of a workflow stands, the last one where no id is given. Reads journals; asks nobody and writes nothing.
 * @throws AgacError WORKFLOW_UNKNOWN, RUN_UNKNOWN, STORE_DAMAGED
 */
export function workflowStatus(root: string, workflow: string, id?: string): WorkflowStatus {
  if (id !== undefined) return {workflow, run: statusOf(findRun(root, workflow, id).state)};
  const last = latestRun(root, workflow);
  if (last !== undefined) return {workflow, run: statusOf(last.state)};
  workflowFile(root, workflow);
  return {workflow};
}

/** The last run of every workflow of the project. */
export function projectStatus(root: string): ProjectStatus {
  const found = new Map<string, WorkflowStatus>(listWorkflows(root).map((workflow) => [workflow, {workflow}]));
  const damaged: DamagedRun[] = [];
  for (const run of listRuns(root)) {
    if (isDamaged(run)) damaged.push(run);
    const workflow = isDamaged(run) ? run.workflow : run.state.workflow;
    if (workflow === undefined || isSeen(found.get(workflow))) continue;
    found.set(workflow, {workflow, ...(isDamaged(run) ? {damaged: run.run} : {run: statusOf(run.state)})});
  }
  const workflows = [...found.values()].sort((a, b) => (a.workflow < b.workflow ? -1 : 1));
  return {workflows, damaged: damaged.map(lookAtDamaged)};
}

function isSeen(status: WorkflowStatus | undefined): boolean {
  return status?.run !== undefined || status?.damaged !== undefined;
}
