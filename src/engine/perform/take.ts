import type {ByGuard, InputRecord} from '../../domain/record.js';
import type {GuardCounts} from '../../domain/run.js';
import type {Action} from '../../domain/workflow.js';
import {connectionOf} from '../connection.js';
import {judgedRounds} from '../decide.js';
import {openDecider} from '../decider.js';
import {openSchemaFunction} from '../dispatches.js';
import {Gate} from '../gate.js';
import {IntakeFiles} from '../intake-files.js';
import {type Arrival, type Joined, join, type Offer, without} from '../join.js';
import {openLimit} from '../limit.js';
import {neededNamespaces} from '../needed.js';
import type {Ports} from '../ports.js';
import {actionOf} from '../round-records.js';
import {settledRecords, takenRecords} from '../settled.js';

/**
 * Puts the records now waiting for an action on disk: a snapshot, so that later edits of the input change nothing. More
 * than one part can hold become several intakes, so that what comes after need not wait for the last of them.
 */
export async function take(ports: Ports, name: string): Promise<void> {
  const {store, plan} = ports;
  const action = plan.actions.find((each) => each.name === name)!;
  const needed = neededNamespaces(plan, action);
  const limit = await openLimit(store, actionOf(store.state, name), action.limit);
  const gate = new Gate(action, await openDecider(ports, action));
  const schemaOf = await openSchemaFunction(ports, action);
  const files = new IntakeFiles(store, name, await mostTogether(ports, action));
  const besides = {withheld: 0, 'kept-out': 0};
  const entering = async (record: Arrival): Promise<Entering> => {
    if (await limit.leavesOut(record)) return {...kept(record, needed, 'filtered'), leftOut: true};
    const byGuard = await gate.admit(record);
    const asked = byGuard === undefined ? {...record, ...(await schemaOf(record))} : record;
    return kept(asked, needed, byGuard);
  };
  const upTo = Object.fromEntries(
    action.dependencies.map((dependency) => [dependency, judgedRounds(actionOf(store.state, dependency))]),
  );
  try {
    for await (const {kind, record} of arrivals(ports, action)) {
      ports.signal.throwIfAborted();
      if (kind === 'joined') files.add(await entering(record));
      else besides[kind] += 1;
    }
    const slices = files.commit();
    const {withheld, 'kept-out': keptOut} = besides;
    for (const [i, {byGuard, ...slice}] of slices.entries()) {
      const isLast = i === slices.length - 1;
      const counts = whatThereIs({...byGuard, keptOut: isLast ? keptOut : 0});
      store.append({type: 'records-taken', action: name, ...slice, upTo, ...counts, ...(!isLast && {more: true})});
    }
    const {leftOut} = limit;
    const byGuard = {...gate.counts, filtered: gate.counts.filtered + leftOut, leftOut};
    ports.notify({kind: 'taken', action: name, records: files.records, withheld, ...byGuard, keptOut});
    for (const message of gate.warnings()) ports.notify({kind: 'warning', message});
  } finally {
    files.discard();
    await limit.close();
  }
}

/** As many records as one part of the action may have requests. */
async function mostTogether({provider}: Ports, action: Action): Promise<number> {
  if (action.kind !== 'llm' || action.runMode === 'online') return Number.POSITIVE_INFINITY;
  // One that cannot be opened is no trouble before something is asked of it.
  const opened = await provider(connectionOf(action)).catch(() => undefined);
  return opened?.describe(action.model).limits.requests ?? Number.POSITIVE_INFINITY;
}

type Entering = Omit<InputRecord, 'ordinal'>;

function whatThereIs(counts: Required<GuardCounts>): GuardCounts {
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
}

/** As much of a record as is still needed: of one that is filtered, only where it stands and comes from. */
function kept(record: Arrival, needed: ReadonlySet<string>, byGuard: ByGuard | undefined): Entering {
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

function arrivals(ports: Ports, action: Action): AsyncIterable<Joined> {
  const {store} = ports;
  const state = actionOf(store.state, action.name);
  const [primary, ...others] = action.dependencies.map((name) =>
    action.beside?.includes(name) ? withoutFiltered(name, offersOf(ports, name)) : offersOf(ports, name),
  );
  const waiting = join(primary ?? staged(ports), others);
  if (state.intakes.length === 0) return waiting;
  return without(waiting, takenRecords(store, state));
}

/** What an action that is merely observed filtered goes on as if it had been skipped. */
async function* withoutFiltered(name: string, offers: AsyncIterable<Offer>): AsyncGenerator<Offer> {
  for await (const {filtered, ...offer} of offers) {
    const {context, skipped = []} = offer;
    yield filtered ? {...offer, context: {...context, [name]: {}}, skipped: [...skipped, name]} : offer;
  }
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
