import {AgacError} from '../domain/errors.js';
import {type DamagedRun, isDamaged, mayBeOf} from '../store/damaged-run.js';
import {latestRun, listRuns, type RunLook} from '../store/project-store.js';
import {workflowFile} from '../workflow/workflow-files.js';

/**
 * The run of a workflow with this id, or the only one whose id begins so; without an id, the last one.
 * @throws AgacError WORKFLOW_UNKNOWN, RUN_UNKNOWN, or NO_LAST_JOB for a workflow that has no run yet; STORE_DAMAGED where
 * the run cannot be read
 */
export function findRun(root: string, workflow: string, id?: string): RunLook {
  if (id !== undefined) return runCalled(root, workflow, id);
  const run = latestRun(root, workflow);
  if (run !== undefined) return run;
  workflowFile(root, workflow);
  throw new AgacError('NO_LAST_JOB', `${workflow} has not been run yet.`, {actions: [`agac run -a ${workflow}`]});
}

function runCalled(root: string, workflow: string, wanted: string): RunLook {
  const runs = [...listRuns(root)].filter((run) => isOf(run, workflow));
  const isMeant = (run: RunLook | DamagedRun) => idOf(run).startsWith(wanted) || idOf(run).startsWith(`run_${wanted}`);
  const matches = wanted === '' ? [] : runs.filter(isMeant);
  const only = matches.length === 1 ? matches[0] : undefined;
  const found = matches.find((run) => idOf(run) === wanted) ?? only;
  if (found !== undefined) return sound(found);
  if (runs.length === 0) workflowFile(root, workflow);
  const ids = matches.map(idOf);
  const message =
    ids.length === 0
      ? `${workflow} has no run that is called ${wanted}.`
      : `${wanted} fits ${ids.length} runs of ${workflow}: ${ids.join(', ')}.`;
  throw new AgacError('RUN_UNKNOWN', message, {
    actions: [`agac status -a ${workflow}    (its last run)`],
    data: {wanted, matches: ids},
  });
}

function isOf(run: RunLook | DamagedRun, workflow: string): boolean {
  return isDamaged(run) ? mayBeOf(run, workflow) : run.state.workflow === workflow;
}

function idOf(run: RunLook | DamagedRun): string {
  return isDamaged(run) ? run.run : run.state.run;
}

function sound(run: RunLook | DamagedRun): RunLook {
  if (isDamaged(run)) throw run.error;
  return run;
}
