import {didYouMean} from '../domain/nearest.js';
import {mapOf, textsAt} from '../project/keys-of.js';
import type {Problems} from '../project/problems.js';
import type {Draft, Drafts} from './draft.js';

/** How the actions of a workflow hang together. */
export interface Graph {
  /** Each after what it depends on, otherwise as written; as written alone where there is a cycle. */
  readonly order: readonly Draft[];
  /** Names of the actions that each one depends on: as written, and after them those that it merely observes. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The written ones alone. */
  readonly written: ReadonlyMap<string, readonly string[]>;
  /** Actions of other workflows whose outputs are the staged records; their names stand for what they made. */
  readonly staged: readonly string[];
  /** Names of all the actions before each one. */
  readonly upstream: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads the dependencies; reports the unknown ones and cycles. `upstreamActions` are those of other workflows. */
export function connectActions(drafts: Drafts, upstreamActions: readonly string[], problems: Problems): Graph {
  const {active} = drafts;
  const own = new Set(active.map(({name}) => name));
  const staged = [...new Set(upstreamActions)].filter((name) => !own.has(name));
  const written = new Map(active.map((draft) => [draft.name, dependenciesOf(draft, {...drafts, staged}, problems)]));
  const dependencies = withObserved(active, written);
  const upstream = new Map(active.map(({name}) => [name, reach(name, dependencies)]));
  const onCycle = active.filter(({name}) => upstream.get(name)?.has(name));
  reportCycles(onCycle, dependencies, problems);
  return {order: onCycle.length === 0 ? sort(active, dependencies) : active, dependencies, written, staged, upstream};
}

/**
 * An action whose fields are observed or passed through has to be there first, and its records are to be brought
 * together with the others: it is a dependency, written or not. One that comes later cannot be.
 */
function withObserved(active: readonly Draft[], written: Graph['written']): Graph['dependencies'] {
  const upstream = new Map(active.map(({name}) => [name, reach(name, written)]));
  return new Map(
    active.map((draft) => {
      const {name} = draft;
      const isBeside = (other: string) =>
        other !== name && upstream.has(other) && !upstream.get(name)!.has(other) && !upstream.get(other)!.has(name);
      return [name, [...written.get(name)!, ...[...namespacesIn(draft)].filter(isBeside)]];
    }),
  );
}

/** What a context scope takes fields from. */
function namespacesIn({keys, single}: Draft): ReadonlySet<string> {
  const scope = mapOf(keys.get('context_scope'));
  const refs = ['observe', 'passthrough'].flatMap((key) => textsAt(scope, key) ?? []);
  const names = refs.map(({value}) => value.split('.')[0]!.trim());
  return new Set(names.map((name) => single?.get(name) ?? name));
}

function dependenciesOf(
  draft: Draft,
  {active, switchedOff, staged}: Drafts & Pick<Graph, 'staged'>,
  problems: Problems,
): readonly string[] {
  const names = active.map(({name}) => name);
  const wanted = textsAt(draft.own, 'dependencies') ?? [];
  const found = wanted.flatMap((entry) => {
    if (names.includes(entry.value)) return [entry.value];
    // Its outputs are the staged records, which come by themselves.
    if (staged.includes(entry.value)) return [];
    if (switchedOff.includes(entry.value)) {
      const message = `"${draft.name}" depends on "${entry.value}", which is switched off (is_operational: false).`;
      problems.error(entry, message, 'Switch it on, or take it out of the dependencies.');
      return [];
    }
    const bases = active.flatMap(({version}) => version?.base ?? []);
    const others = [...new Set([...bases, ...names])].filter((name) => name !== draft.name).concat(staged);
    const message = `"${draft.name}" depends on "${entry.value}", which is no action of this workflow.`;
    problems.error(entry, message, didYouMean(entry.value, others));
    return [];
  });
  return [...new Set(found)];
}

/** Everything that can be reached over dependencies; the start itself only if it lies on a cycle. */
function reach(start: string, dependencies: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(dependencies.get(start) ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(dependencies.get(name) ?? []));
  }
  return reached;
}

function reportCycles(
  onCycle: readonly Draft[],
  dependencies: ReadonlyMap<string, readonly string[]>,
  problems: Problems,
): void {
  const told = new Set<string>();
  for (const {name, own, place} of onCycle) {
    if (told.has(name)) continue;
    const cycle = shortestCycle(name, dependencies);
    for (const member of cycle) told.add(member);
    const at = own.get('dependencies') ?? place;
    if (cycle.length === 1) problems.error(at, `"${name}" depends on itself.`, 'Take it out of its dependencies.');
    else {
      const message = `These actions wait for each other: ${[...cycle, name].join(' → ')}.`;
      problems.error(at, message, 'Take one of them out of the dependencies.');
    }
  }
}

/** The names on the way from an action, over its dependencies, back to it. */
function shortestCycle(start: string, dependencies: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of dependencies.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [start];
}

/** Always takes the first action, as written, whose dependencies are all taken. */
function sort(drafts: readonly Draft[], dependencies: ReadonlyMap<string, readonly string[]>): readonly Draft[] {
  const order = new Map<string, Draft>();
  const isReady = ({name}: Draft) =>
    !order.has(name) && (dependencies.get(name) ?? []).every((dependency) => order.has(dependency));
  for (let next = drafts.find(isReady); next !== undefined; next = drafts.find(isReady)) order.set(next.name, next);
  return [...order.values()];
}
