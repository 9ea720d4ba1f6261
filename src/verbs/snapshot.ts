import {createHash} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import type {ToolFiles} from '../domain/run.js';
import type {RunState} from '../domain/run-state.js';
import type {Workflow} from '../domain/workflow.js';
import {digestToolFiles} from '../tools/digest-files.js';
import {namedFunctions} from './named-functions.js';

/** A workflow as it is now, with what a run of it is recognised by. */
export interface Snapshot {
  readonly workflow: Workflow;
  readonly digest: string;
  /** Absent: it uses no functions. */
  readonly toolFiles?: ToolFiles;
}

/** Reads the tool folders of the workflow where it uses a function. Runs nothing of them. */
export async function snapshotOf(root: string, workflow: Workflow): Promise<Snapshot> {
  const digest = createHash('sha256').update(JSON.stringify(workflow)).digest('hex').slice(0, 32);
  const usesFunctions = workflow.actions.some((action) => namedFunctions(action).length > 0);
  return {workflow, digest, ...(usesFunctions && {toolFiles: await digestToolFiles(root, workflow.toolPaths)})};
}

/** Whether the workflow or a file of its tool folders is another than when the run began. */
export function isEdited({digest, toolFiles}: RunState, now: Snapshot): boolean {
  return digest !== now.digest || !isDeepStrictEqual(toolFiles, now.toolFiles);
}
