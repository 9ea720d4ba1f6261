import type {InputRecord} from '../domain/record.js';
import type {RoundRef} from '../domain/run.js';
import type {RunState} from '../domain/run-state.js';
import {asksFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {intakeRecords, recordAt} from './settled.js';
import type {Ask} from './stored-lines.js';

export interface AskedRecord {
  readonly record: InputRecord;
  readonly ask: Ask;
}

/** Those of a round's records that are asked about. */
export async function* askedRecords(store: RunStore, ref: RoundRef): AsyncGenerator<AskedRecord> {
  for await (const each of roundRecords(store, ref)) if (each.record.byGuard === undefined) yield each;
}

/**
 * The records of a round, in input order, each with how often it was asked before and why again; those that the guard
 * keeps from being asked are among them.
 */
export async function* roundRecords(store: RunStore, {action, round}: RoundRef): AsyncGenerator<AskedRecord> {
  const {intake, kind} = roundOf(store.state, {action, round});
  const records = intakeRecords(store, action, intake);
  if (kind === 'first') {
    for await (const record of records) yield {record, ask: {ordinal: record.ordinal, retries: 0, reprompts: 0}};
    return;
  }
  try {
    for await (const ask of store.read<Ask>(asksFile(action, round))) {
      yield {record: await recordAt(records, ask.ordinal), ask};
    }
  } finally {
    await records.return(undefined);
  }
}

export function actionOf(state: RunState, name: string): RunState['actions'][number] {
  const action = state.actions.find((each) => each.name === name);
  if (action === undefined) throw new Error(`The run has no action ${name}.`);
  return action;
}

export function roundOf(state: RunState, {action, round}: RoundRef): RunState['actions'][number]['rounds'][number] {
  const found = actionOf(state, action).rounds[round];
  if (found === undefined) throw new Error(`${action} has no round ${round}.`);
  return found;
}
