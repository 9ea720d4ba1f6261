import {AgacError} from '../domain/errors.js';
import {judgedRounds} from '../engine/decide.js';
import type {Rest} from '../engine/loop.js';
import type {Ports} from '../engine/ports.js';
import {lookAtRun, type RunLook} from '../engine/progress.js';
import {actionOf} from '../engine/round-records.js';
import {settledRecords} from '../engine/settled.js';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import type {Ask} from '../engine/stored-lines.js';
import type {RunLook as StoredRun} from '../store/project-store.js';
import {asksFile} from '../store/run-files.js';
import type {Watching} from './open-ports.js';
import type {Place} from './project-context.js';
import {goOn, withRun} from './with-run.js';

export interface RetryOptions extends Watching {
  readonly wait?: {readonly until: number};
}

export interface RetryOutcome {
  readonly look: RunLook;
  /** Records asked again, by action. */
  readonly asked: Readonly<Record<string, number>>;
  readonly submitted?: BatchLook;
  readonly rest: Rest;
}

/**
 * Asks again for every record of a run that left an action without an output: a new batch of the same run, holding
 * those and nothing else. Throws NOTHING_TO_RETRY.
 */
export async function retryRejected(place: Place, run: StoredRun, options: RetryOptions): Promise<RetryOutcome> {
  const opened = {...options, folder: run.folder, workflow: run.state.workflow};
  return withRun(place, opened, async (ports) => {
    const {store} = ports;
    const asked: Record<string, number> = {};
    for (const action of store.state.actions) {
      // Where a follow-up is still open, the rejected may be in it already.
      const isOpen = judgedRounds(action) < action.rounds.length;
      if (action.rejected > 0 && !isOpen) asked[action.name] = await reopen(ports, action.name);
    }
    if (Object.keys(asked).length === 0) {
      throw new AgacError('NOTHING_TO_RETRY', `Every record of ${store.state.run} that was judged has its output.`, {
        actions: [`agac batch status`],
      });
    }
    const before = store.state.batches.length;
    const rest = await goOn(ports, {send: true, parallel: true, wait: options.wait});
    const submitted = store.state.batches.slice(before).at(-1);
    return {
      look: lookAtRun(store.state),
      asked,
      rest,
      ...(submitted && {submitted: lookAtBatch(store.state, submitted)}),
    };
  });
}

/** Opens a follow-up round for the rejected records of each intake. Returns how many they are. */
async function reopen({store}: Ports, name: string): Promise<number> {
  const action = actionOf(store.state, name);
  const ordinals = action.intakes.map((): number[] => []);
  for await (const {record, rejection} of settledRecords(store, action)) {
    if (rejection === undefined) continue;
    ordinals[action.intakes.findLastIndex((intake) => intake.first <= record.ordinal)]!.push(record.ordinal);
  }
  for (const [intake, rejected] of ordinals.entries()) {
    if (rejected.length === 0) continue;
    const round = actionOf(store.state, name).rounds.length;
    const file = store.create(asksFile(name, round));
    for (const ordinal of rejected)
      file.write(`${JSON.stringify({ordinal, retries: 0, reprompts: 0} satisfies Ask)}\n`);
    file.commit();
    store.append({type: 'retry-asked', action: name, intake, round, count: rejected.length});
  }
  return ordinals.reduce((sum, rejected) => sum + rejected.length, 0);
}
