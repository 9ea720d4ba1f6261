import {AgacError} from '../domain/errors.js';
import {latestRun, listRuns, type RunLook} from '../store/project-store.js';
import {workflowFile} from '../workflow/workflow-files.js';

/**
 * The run of a workflow with this id, or the only one whose id begins so; without an id, the last one.
 * @throws AgacError WORKFLOW_UNKNOWN, RUN_UNKNOWN, or NO_LAST_JOB for a workflow that has no run yet
 */
export function findRun(root: string, workflow: string, id?: string): RunLook {
  if (id !== undefined) return runCalled(root, workflow, id);
  const run = latestRun(root, workflow);
  if (run !== undefined) return run;
  workflowFile(root, workflow);
  throw new AgacError('NO_LAST_JOB', `${workflow} has not been run yet.`, {actions: [`agac run -a ${workflow}`]});
}

function runCalled(root: string, workflow: string, wanted: string): RunLook {
  const runs = [...listRuns(root)].filter(({state}) => state.workflow === workflow);
  const isMeant = ({state}: RunLook) => state.run.startsWith(wanted) || state.run.startsWith(`run_${wanted}`);
  const matches = wanted === '' ? [] : runs.filter(isMeant);
  const exact = matches.find(({state}) => state.run === wanted);
  if (exact !== undefined) return exact;
  if (matches.length === 1) return matches[0]!;
  if (runs.length === 0) workflowFile(root, workflow);
  const ids = matches.map(({state}) => state.run);
  const message =
    ids.length === 0
      ? `${workflow} has no run that is called ${wanted}.`
      : `${wanted} fits ${ids.length} runs of ${workflow}: ${ids.join(', ')}.`;
  throw new AgacError('RUN_UNKNOWN', message, {
    actions: [`agac status -a ${workflow}    (its last run)`],
    data: {wanted, matches: ids},
  });
}
