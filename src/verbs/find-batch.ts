import {AgacError} from '../domain/errors.js';
import type {BatchState} from '../domain/run-state.js';
import {type DamagedRun, isDamaged, knownBatches, knownJobs} from '../store/damaged-run.js';
import type {LastJob} from '../store/last-job.js';
import {listRuns, type RunLook} from '../store/project-store.js';
import {type RemovedRun, readRemoved} from '../store/removed-runs.js';

export interface FoundBatch extends RunLook {
  readonly batch: BatchState;
}

/** A batch of a run that cannot be read. */
interface LostBatch {
  readonly run: DamagedRun;
  /** Of the batch, or of a job whose batch is not known. */
  readonly id: string;
}

/**
 * The batch that a `--batch-id` means: its id, a unique prefix of it, or the vendor's id of one of its jobs. Without
 * one: the last submitted. Throws BATCH_UNKNOWN or NO_LAST_JOB, and STORE_DAMAGED where its run cannot be read.
 */
export function findBatch(root: string, id: string | undefined, lastJob: LastJob | undefined): FoundBatch {
  const wanted = id ?? lastJob?.batch;
  if (wanted === undefined) {
    throw new AgacError('NO_LAST_JOB', 'Nothing has been submitted from this project yet.', {
      actions: ['agac run -a WORKFLOW', 'agac batch list'],
    });
  }
  const matches: FoundBatch[] = [];
  const damaged: DamagedRun[] = [];
  for (const run of listRuns(root)) {
    if (isDamaged(run)) {
      if (id === undefined && run.run === lastJob?.run) throw run.error;
      damaged.push(run);
      continue;
    }
    for (const batch of run.state.batches) {
      if (batch.id === wanted) return {...run, batch};
      if (isMeant(batch, run, wanted)) matches.push({...run, batch});
    }
  }
  const lost = damaged.flatMap((run) => lostBatches(run, wanted));
  const ids = [...matches.map(({batch}) => batch.id), ...lost.map((batch) => batch.id)];
  if (ids.length > 1) throw ambiguousBatch(wanted, ids);
  if (lost.length === 1) throw lost[0]!.run.error;
  if (matches.length === 1) return matches[0]!;
  throw removedBatch(root, wanted) ?? unknownBatch(wanted, damaged);
}

function isMeant(batch: BatchState, {state}: RunLook, wanted: string): boolean {
  return isPrefix(wanted, batch.id) || batch.parts.some((part) => state.parts[part]?.receipt?.id === wanted);
}

function isPrefix(wanted: string, batch: string): boolean {
  return wanted !== '' && (batch.startsWith(wanted) || batch.startsWith(`batch_${wanted}`));
}

function lostBatches(run: DamagedRun, wanted: string): readonly LostBatch[] {
  const byPrefix = knownBatches(run).filter((id) => isPrefix(wanted, id));
  const byJob = knownJobs(run).flatMap(({id, batch = id}) => (id === wanted ? [batch] : []));
  return [...new Set([...byPrefix, ...byJob])].map((id) => ({run, id}));
}

/** A batch of which only the id is left. */
function removedBatch(root: string, wanted: string): AgacError | undefined {
  const isMeant = ({batches, jobs}: RemovedRun) => batches.includes(wanted) || jobs.some(({id}) => id === wanted);
  const removed = readRemoved(root).findLast(isMeant);
  if (removed === undefined) return undefined;
  const {workflow, run, removedAt} = removed;
  const whose = workflow === undefined ? run : `${run} of ${workflow}`;
  const message = `${wanted} was of ${whose}, which \`agac clean\` removed on ${removedAt.slice(0, 10)}.`;
  return new AgacError('BATCH_UNKNOWN', message, {
    actions: ['agac batch list', `agac run -a ${workflow ?? 'WORKFLOW'}    (asks every record again)`],
    data: {wanted, matches: []},
  });
}

function ambiguousBatch(wanted: string, matches: readonly string[]): AgacError {
  const message = `${wanted} fits ${matches.length} batches: ${matches.join(', ')}.`;
  return new AgacError('BATCH_UNKNOWN', message, {actions: ['agac batch list'], data: {wanted, matches}});
}

/** It may yet be one of those that the lost lines of damaged runs told of. */
function unknownBatch(wanted: string, damaged: readonly DamagedRun[]): AgacError {
  const perhaps = damaged.map(({run, error}) => `It may be of ${run}, which cannot be read. ${error.message}`);
  const message = [`No batch of this project is called ${wanted}.`, ...perhaps].join(' ');
  const actions = ['agac batch list', ...new Set(damaged.flatMap(({error}) => error.actions))];
  return new AgacError('BATCH_UNKNOWN', message, {actions, data: {wanted, matches: []}});
}
