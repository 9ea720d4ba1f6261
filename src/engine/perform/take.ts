import type {InputRecord} from '../../domain/record.js';
import type {GuardCounts} from '../../domain/run.js';
import type {ActionState} from '../../domain/run-state.js';
import type {Action} from '../../domain/workflow.js';
import {intakeFile} from '../../store/run-files.js';
import {Gate} from '../gate.js';
import {type Arrival, type Joined, join, type Offer, without} from '../join.js';
import {neededNamespaces} from '../needed.js';
import {compareSeq, mergeSorted} from '../order.js';
import type {Ports} from '../ports.js';
import {actionOf} from '../round-records.js';
import {intakeRecords, settledRecords} from '../settled.js';

/** Puts the records now waiting for an action on disk: a snapshot, so that later edits of the input change nothing. */
export async function take(ports: Ports, name: string): Promise<void> {
  const {store, plan} = ports;
  const action = plan.actions.find((each) => each.name === name)!;
  const state = actionOf(store.state, name);
  const intake = state.intakes.length;
  const first = state.intakes.reduce((sum, each) => sum + each.count, 0);
  const needed = neededNamespaces(plan, action);
  const gate = new Gate(action);
  const file = store.create(intakeFile(name, intake));
  const tally = {joined: 0, withheld: 0, 'kept-out': 0};
  try {
    for await (const {kind, record} of arrivals(ports, action, state)) {
      ports.signal.throwIfAborted();
      tally[kind] += 1;
      if (kind !== 'joined') continue;
      const entering = {ordinal: first + tally.joined - 1, ...record};
      file.write(`${JSON.stringify(kept(entering, needed, gate.admit(record)))}\n`);
    }
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
  const upTo = Object.fromEntries(
    action.dependencies.map((dependency) => [dependency, actionOf(store.state, dependency).rounds.length]),
  );
  const {joined: count, withheld, 'kept-out': keptOut} = tally;
  const counts = {...gate.counts, keptOut};
  store.append({type: 'records-taken', action: name, intake, first, count, upTo, ...whatThereIs(counts)});
  ports.notify({kind: 'taken', action: name, records: count, withheld, ...counts});
  for (const message of gate.warnings()) ports.notify({kind: 'warning', message});
}

function whatThereIs(counts: Required<GuardCounts>): GuardCounts {
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
}

/** As much of a record as is still needed: of one that is filtered, only where it stands and comes from. */
function kept(record: InputRecord, needed: ReadonlySet<string>, byGuard: InputRecord['byGuard']): InputRecord {
  const {context, skipped = [], ...rest} = record;
  const names = byGuard === 'filtered' ? [] : Object.keys(context).filter((namespace) => needed.has(namespace));
  const gone = skipped.filter((namespace) => names.includes(namespace));
  return {
    ...rest,
    context: Object.fromEntries(names.map((namespace) => [namespace, context[namespace]!])),
    ...(gone.length > 0 && {skipped: gone}),
    ...(byGuard && {byGuard}),
  };
}

function arrivals(ports: Ports, action: Action, state: ActionState): AsyncIterable<Joined> {
  const {store} = ports;
  const [primary, ...others] = action.dependencies.map((name) => offersOf(ports, name));
  const waiting = join(primary ?? staged(ports), others);
  if (state.intakes.length === 0) return waiting;
  const earlier = state.intakes.map((_, intake) => intakeRecords(store, action.name, intake));
  return without(
    waiting,
    mergeSorted(earlier, (a, b) => compareSeq(a.seq, b.seq)),
  );
}

async function* staged({sources}: Ports): AsyncGenerator<Arrival> {
  let position = 0;
  for await (const {file, guid, value, madeBy} of sources()) {
    const context = {...(madeBy && {[madeBy]: value}), source: value};
    yield {seq: [position], file, guid, lineage: [], context};
    position += 1;
  }
}

/** The outputs of an action as records for the next, and what it filtered. */
async function* offersOf({store}: Ports, name: string): AsyncGenerator<Offer> {
  for await (const {record, outputs, filtered} of settledRecords(store, actionOf(store.state, name))) {
    const {seq, file, guid, lineage, context, skipped = []} = record;
    if (filtered) yield {seq, file, guid, lineage, context, filtered};
    for (const [index, output] of outputs.entries()) {
      const gone = output.metadata.skipped ? [...skipped, name] : skipped;
      yield {
        seq: [...seq, index],
        file,
        guid,
        lineage: output.lineage,
        parentId: output.target_id,
        rootId: output.root_target_id,
        context: {...context, [name]: output.content},
        ...(gone.length > 0 && {skipped: gone}),
      };
    }
  }
}
