import type {InputRecord} from '../../domain/record.js';
import type {ActionState} from '../../domain/run-state.js';
import type {Action} from '../../domain/workflow.js';
import {intakeFile} from '../../store/run-files.js';
import {type Arrival, type Joined, join, without} from '../join.js';
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
  const file = store.create(intakeFile(name, intake));
  let count = 0;
  let withheld = 0;
  try {
    for await (const {kind, record} of arrivals(ports, action, state)) {
      ports.signal.throwIfAborted();
      if (kind === 'withheld') {
        withheld += 1;
        continue;
      }
      const taken: InputRecord = {ordinal: first + count, ...record, context: pick(record.context, needed)};
      file.write(`${JSON.stringify(taken)}\n`);
      count += 1;
    }
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
  const upTo = Object.fromEntries(
    action.dependencies.map((dependency) => [dependency, actionOf(store.state, dependency).rounds.length]),
  );
  store.append({type: 'records-taken', action: name, intake, first, count, upTo});
  ports.notify({kind: 'taken', action: name, records: count, withheld});
}

function arrivals(ports: Ports, action: Action, state: ActionState): AsyncIterable<Joined> {
  const {store} = ports;
  const [primary, ...others] = action.dependencies.map((name) => outputsOf(ports, name));
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
  for await (const {file, guid, value} of sources()) {
    yield {seq: [position], file, guid, lineage: [], context: {source: value}};
    position += 1;
  }
}

async function* outputsOf({store}: Ports, name: string): AsyncGenerator<Arrival> {
  for await (const {record, outputs} of settledRecords(store, actionOf(store.state, name))) {
    for (const [index, output] of outputs.entries()) {
      yield {
        seq: [...record.seq, index],
        file: record.file,
        guid: record.guid,
        lineage: output.lineage,
        parentId: output.target_id,
        rootId: output.root_target_id,
        context: {...record.context, [name]: output.content},
      };
    }
  }
}

function pick(context: InputRecord['context'], needed: ReadonlySet<string>): InputRecord['context'] {
  return Object.fromEntries(Object.entries(context).filter(([namespace]) => needed.has(namespace)));
}
