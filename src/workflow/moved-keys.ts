import {flowText} from '../project/flow-text.js';
import {mapOf} from '../project/keys-of.js';
import {isMap, type Located, type LocatedMap} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {MOVED_KEYS} from './keys.js';
import {mergeEntries} from './merge-entries.js';

/** The map where a key has its place that older projects write on the action itself. */
interface Home {
  readonly map: 'context_scope' | 'reprompt';
  readonly key: string;
}

const HOMES: Readonly<Record<string, Home>> = {
  observe: {map: 'context_scope', key: 'observe'},
  drop: {map: 'context_scope', key: 'drop'},
  drops: {map: 'context_scope', key: 'drop'},
  passthrough: {map: 'context_scope', key: 'passthrough'},
  seed_path: {map: 'context_scope', key: 'seed_path'},
  validation: {map: 'reprompt', key: 'validation'},
};

/** An action, or defaults, with every such key in the map where it has its place, after what stands there. */
export function withMoved(written: LocatedMap): LocatedMap {
  return Object.entries(HOMES).reduce((keys, [name, home]) => {
    const entry = keys.get(name);
    if (entry === undefined) return keys;
    const rest = new Map(keys);
    rest.delete(name);
    const isMoved = entry.value !== null && reasonAgainst(entry, home, rest) === undefined;
    return isMoved ? rest.set(home.map, moved(entry, home, rest)) : rest;
  }, written);
}

/** Tells of every such key where it belongs. One that cannot be put there is an error. */
export function checkMoved(written: LocatedMap, problems: Problems): void {
  for (const [name, home] of Object.entries(HOMES)) {
    const entry = written.get(name);
    // What has not the right shape is told of already.
    if (entry !== undefined && MOVED_KEYS[name]?.fits(entry.value)) checkHome(name, {entry, home, written}, problems);
  }
}

function checkHome(
  name: string,
  {entry, home, written}: {entry: Located; home: Home; written: LocatedMap},
  problems: Problems,
): void {
  const {map, key} = home;
  const reason = reasonAgainst(entry, home, written);
  const target = moved(entry, home, written);
  const isAlone = mapOf(target).size === 1;
  const write = isAlone ? `${map}: ${flowText(target)}` : `${key}: ${flowText(mapOf(target).get(key)!)} under ${map}.`;
  if (reason === undefined) return problems.warn(entry, `"${name}" counts as ${key} of ${map}.`, `Write ${write}`);
  const isTwice = mapOf(written.get(map)).has(key);
  const message = `"${name}" is not supported here: it is a key of ${map}, and ${reason}.`;
  problems.error(entry, message, isTwice ? `Write one of the two, under ${map}.` : `Write ${write}`);
}

function moved(entry: Located, {map, key}: Home, written: LocatedMap): Located {
  const target = written.get(map);
  const inner = mapOf(target);
  return {...(target ?? entry), value: new Map([...inner, [key, mergeEntries(inner.get(key), entry)]])};
}

/** Why a key cannot be put where it has its place: what it would come to there is not said. */
function reasonAgainst(entry: Located, {map, key}: Home, written: LocatedMap): string | undefined {
  const target = written.get(map);
  const isThere = target !== undefined && target.value !== null;
  if (isThere && !isMap(target.value)) return `that is ${flowText(target)}`;
  if (map === 'reprompt' && !isThere) return 'there is none beside it';
  const other = mapOf(target).get(key);
  if (map === 'reprompt' && other !== undefined && other.value !== null) return `that names ${flowText(other)}`;
  const twice = [...mapOf(entry)].find(([name]) => mapOf(other).has(name));
  return twice === undefined ? undefined : `"${twice[0]}" is there, too`;
}
