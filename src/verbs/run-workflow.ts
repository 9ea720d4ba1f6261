import {AgacError} from '../domain/errors.js';
import type {RunState} from '../domain/run-state.js';
import type {Workflow} from '../domain/workflow.js';
import {isInFlight} from '../engine/decide.js';
import type {Rest} from '../engine/loop.js';
import {lookAtRun, type RunLook} from '../engine/progress.js';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import {latestRun, type RunLook as StoredRun} from '../store/project-store.js';
import {readPlan} from '../store/read-run.js';
import {RunStore} from '../store/run-store.js';
import {createRun, finishedRun} from './create-run.js';
import {dryRun} from './dry-run.js';
import {editedSince, type Since} from './edited-since.js';
import {hasInputChanged} from './input-changed.js';
import {openPorts, type Watching} from './open-ports.js';
import type {Place} from './project-context.js';
import {isEdited, type Snapshot, snapshotOf} from './snapshot.js';
import {goOn, withLock} from './with-run.js';

export interface RunOptions extends Watching {
  readonly workflow: Workflow;
  /** Start anew, asking every record again, although the last run has finished. */
  readonly fresh: boolean;
  readonly parallel: boolean;
  /** Go on to the end, or until this moment (ms since the epoch). */
  readonly wait?: {readonly until: number};
  /** US dollars: nothing is sent that could take the run beyond them. */
  readonly maxCost?: number;
}

export interface RunOutcome {
  readonly look: RunLook;
  /** The batch that this call submitted, the last one where it submitted several. */
  readonly submitted?: BatchLook;
  /** The batch that a vendor is working on. */
  readonly pending?: BatchLook;
  readonly rest: Rest;
  /** The run had finished before; nothing was done. */
  readonly alreadyFinished?: true;
  /** This call began a run that uses the answers of an earlier one again. */
  readonly since?: Since;
  readonly warnings: readonly string[];
}

/**
 * Runs a workflow, or goes on with its last run, as far as it goes without waiting, or to the end. Never sends a
 * request twice: what an unfinished run has sent stays sent; a finished run is followed by another where the workflow, its
 * functions or the records have changed, which asks only what is new.
 */
export async function runWorkflow(place: Place, options: RunOptions): Promise<RunOutcome> {
  const {workflow} = options;
  return withLock(place, workflow.name, async () => {
    const last = latestRun(place.root, workflow.name);
    const now = await snapshotOf(place.root, workflow);
    if (last !== undefined && options.fresh) refuseWhileInFlight(last.state);
    const earlier = options.fresh ? undefined : finishedRun(last);
    if (earlier !== undefined && !(await hasChanged(place, earlier, now))) {
      return {look: lookAtRun(earlier.state), rest: 'idle', alreadyFinished: true, warnings: []};
    }
    const isNew = last === undefined || options.fresh || earlier !== undefined || isOutdated(last.state, now);
    // Refused here, a run leaves nothing behind, and a workflow that was mended begins anew.
    if (isNew && options.maxCost !== undefined) {
      await dryRun(place, workflow, {show: 0, fresh: options.fresh, maxCost: options.maxCost});
    }
    const store = isNew ? createRun(place.root, now, earlier) : RunStore.open(last.folder);
    const plan = isNew ? workflow : readPlan(last.folder);
    try {
      const before = store.state;
      const ports = openPorts(place, {store, plan}, options);
      const goal = {send: true, parallel: options.parallel, wait: options.wait, maxCost: options.maxCost};
      const rest = await goOn(ports, goal).finally(ports.close);
      const warnings =
        isNew || last.state.digest === now.digest
          ? []
          : ['The workflow was edited since this run began. The run goes on as it began; --fresh starts anew.'];
      const since = earlier && editedSince(earlier, now);
      return {...outcome(store.state, before), rest, warnings, ...(since && {since})};
    } finally {
      store.close();
    }
  });
}

function outcome(state: RunState, before: RunState): Pick<RunOutcome, 'look' | 'submitted' | 'pending'> {
  const isNew = (part: number) => state.parts[part]!.receipt !== undefined && before.parts[part]?.receipt === undefined;
  const submitted = state.batches.findLast((batch) => batch.parts.some(isNew));
  const pending = state.batches.findLast((batch) => batch.parts.some((part) => isInFlight(state.parts[part]!)));
  return {
    look: lookAtRun(state),
    ...(submitted && {submitted: lookAtBatch(state, submitted)}),
    ...(pending && {pending: lookAtBatch(state, pending)}),
  };
}

async function hasChanged(place: Place, last: StoredRun, now: Snapshot): Promise<boolean> {
  return isEdited(last.state, now) || hasInputChanged(place.root, last, now.workflow);
}

/** A run that came to nothing, since when what stood in its way has been mended. Nothing of it was sent or called. */
function isOutdated(state: RunState, now: Snapshot): boolean {
  return state.parts.length === 0 && isEdited(state, now);
}

function refuseWhileInFlight(state: RunState): void {
  const batch = state.batches.findLast((each) => each.parts.some((part) => isInFlight(state.parts[part]!)));
  if (batch === undefined) return;
  throw new AgacError('BATCH_PENDING', `${batch.id} is still going; a fresh run would leave it uncollected.`, {
    actions: [`agac batch retrieve --wait --batch-id ${batch.id}`, `agac batch cancel --batch-id ${batch.id}`],
    data: {batch: batch.id},
  });
}
