import {AgacError} from '../domain/errors.js';
import type {BatchState} from '../domain/run-state.js';
import type {LastJob} from '../store/last-job.js';
import {listRuns, type RunLook} from '../store/project-store.js';
import {type RemovedRun, readRemoved} from '../store/removed-runs.js';

export interface FoundBatch extends RunLook {
  readonly batch: BatchState;
}

/**
 * The batch that a `--batch-id` means: its id, a unique prefix of it, or the vendor's id of one of its jobs. Without
 * one: the last submitted. Throws BATCH_UNKNOWN or NO_LAST_JOB.
 */
export function findBatch(root: string, id: string | undefined, lastJob: LastJob | undefined): FoundBatch {
  const wanted = id ?? lastJob?.batch;
  if (wanted === undefined) {
    throw new AgacError('NO_LAST_JOB', 'Nothing has been submitted from this project yet.', {
      actions: ['agac run -a WORKFLOW', 'agac batch list'],
    });
  }
  const matches: FoundBatch[] = [];
  for (const run of listRuns(root)) {
    for (const batch of run.state.batches) {
      if (batch.id === wanted) return {...run, batch};
      if (isMeant(batch, run, wanted)) matches.push({...run, batch});
    }
  }
  if (matches.length === 1) return matches[0]!;
  throw removedBatch(root, wanted, matches) ?? unknownBatch(wanted, matches);
}

function isMeant(batch: BatchState, {state}: RunLook, wanted: string): boolean {
  const isPrefix = wanted !== '' && (batch.id.startsWith(wanted) || batch.id.startsWith(`batch_${wanted}`));
  return isPrefix || batch.parts.some((part) => state.parts[part]?.receipt?.id === wanted);
}

/** A batch of which only the id is left. */
function removedBatch(root: string, wanted: string, matches: readonly FoundBatch[]): AgacError | undefined {
  if (matches.length > 0) return undefined;
  const isMeant = ({batches, jobs}: RemovedRun) => batches.includes(wanted) || jobs.some(({id}) => id === wanted);
  const removed = readRemoved(root).findLast(isMeant);
  if (removed === undefined) return undefined;
  const {workflow, run, removedAt} = removed;
  const message = `${wanted} was of ${run} of ${workflow}, which \`agac clean\` removed on ${removedAt.slice(0, 10)}.`;
  return new AgacError('BATCH_UNKNOWN', message, {
    actions: ['agac batch list', `agac run -a ${workflow}    (asks every record again)`],
    data: {wanted, matches: []},
  });
}

function unknownBatch(wanted: string, matches: readonly FoundBatch[]): AgacError {
  const ids = matches.map((match) => match.batch.id);
  const message =
    ids.length === 0
      ? `No batch of this project is called ${wanted}.`
      : `${wanted} fits ${ids.length} batches: ${ids.join(', ')}.`;
  return new AgacError('BATCH_UNKNOWN', message, {actions: ['agac batch list'], data: {wanted, matches: ids}});
}
