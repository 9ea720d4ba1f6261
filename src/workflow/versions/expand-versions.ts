import {isList, isMap, type Located, type LocatedMap, placed} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import type {Draft} from '../draft.js';
import {checkActionName} from '../names.js';
import {type Consumption, checkConsumption, readConsumption} from './consumption.js';
import {fillInAll} from './fill-in.js';
import {type Names, standsFor} from './names.js';
import {readVersions} from './read-versions.js';
import {withTemplates} from './templates.js';
import {type Version, type Versions, valueIn, versionName} from './version.js';

/**
 * Puts in the place of every action with `versions` one action for each version, and in the place of its name, wherever
 * dependencies and context scopes have it, theirs. Whatever comes after this knows single actions only.
 */
export function expandVersions(drafts: readonly Draft[], problems: Problems): readonly Draft[] {
  const read = new Map(drafts.map((draft) => [draft.name, readDraft(draft, problems)]));
  const families = new Map(
    drafts.flatMap(({name}) => {
      const versions = versionsOf(name, read);
      return versions === undefined ? [] : [[name, versions] as const];
    }),
  );
  problems.takeAsOne(baseNames(families));
  return drafts.flatMap((draft) => {
    const {consumption} = read.get(draft.name)!;
    const versions = families.get(draft.name);
    if (consumption !== undefined) checkConsumption(draft, {consumption, versions, families}, problems);
    if (versions === undefined) return withNames(draft, {families, single: new Map()}, consumption);
    return versions.values.map((_, index) => {
      const version = {...versions, base: draft.name, index};
      const names = {families, version, single: singleNames(version, consumption, families)};
      return oneVersion(draft, names, consumption, problems);
    });
  });
}

function baseNames(families: Names['families']): ReadonlyMap<string, string> {
  return new Map(
    [...families].flatMap(([base, {values}]) => values.map((value) => [versionName(base, value), base] as const)),
  );
}

interface ReadDraft {
  readonly versions: Versions | undefined;
  readonly consumption: Consumption | undefined;
}

function readDraft(draft: Draft, problems: Problems): ReadDraft {
  return {versions: readVersions(draft, problems), consumption: readConsumption(draft, problems)};
}

/** An action that matches versions without having any of its own has those of its source. */
function versionsOf(
  name: string,
  read: ReadonlyMap<string, ReadDraft>,
  asking: readonly string[] = [],
): Versions | undefined {
  const {versions, consumption} = read.get(name) ?? {};
  if (versions !== undefined || consumption?.pattern !== 'match' || asking.includes(name)) return versions;
  const matched = versionsOf(consumption.source, read, [...asking, name]);
  return matched && {...matched, isSequential: false};
}

function singleNames(
  version: Version,
  consumption: Consumption | undefined,
  families: Names['families'],
): ReadonlyMap<string, string> {
  const {base, values, index, isSequential} = version;
  const isMatched =
    consumption?.pattern === 'match' && families.get(consumption.source)?.values.includes(values[index]!);
  const matched = isMatched ? [consumption.source] : [];
  const before = values[index - 1];
  return new Map([
    ...(isSequential && before !== undefined ? [[base, versionName(base, before)] as const] : []),
    ...matched.map((source) => [source, versionName(source, valueIn(version))] as const),
  ]);
}

function oneVersion(
  draft: Draft,
  names: Names & {readonly version: Version},
  consumption: Consumption | undefined,
  problems: Problems,
): Draft {
  const {version} = names;
  const name = versionName(draft.name, valueIn(version));
  if (name.length > 64) checkActionName({...placed(draft.place, null), value: name}, problems);
  // What an action and its inherited keys share stays the same object, so that it is still known where it is written.
  const filled = new Map<Located, Located>();
  const fill = (keys: LocatedMap): LocatedMap =>
    new Map(
      [...keys].map(([key, entry]) => {
        if (!filled.has(entry)) filled.set(entry, withTemplates(key, fillInAll(entry, version), version, problems));
        return [key, filled.get(entry)!];
      }),
    );
  const own = new Map(fill(draft.own));
  if (version.isSequential && version.index > 0) {
    // These count what is staged, and only the first version reads that.
    own.delete('record_limit');
    own.delete('file_limit');
  }
  return {...withNames({...draft, own, keys: fill(draft.keys)}, names, consumption), name, version};
}

function withNames(draft: Draft, names: Names, consumption: Consumption | undefined): Draft {
  const scope = draft.keys.get('context_scope');
  const keys = new Map(draft.keys);
  if (isMap(scope?.value)) keys.set('context_scope', {...scope, value: scopeWithNames(scope.value, names)});
  const own = new Map(draft.own);
  const dependencies = dependenciesWithNames(draft, names, consumption);
  if (dependencies !== undefined) own.set('dependencies', dependencies);
  return {...draft, own, keys, single: names.single};
}

function dependenciesWithNames(draft: Draft, names: Names, consumption: Consumption | undefined): Located | undefined {
  const written = draft.own.get('dependencies');
  const {version} = names;
  const implied = [
    ...(version?.isSequential && version.index > 0 ? [version.base] : []),
    ...(consumption !== undefined && names.families.has(consumption.source) ? [consumption.source] : []),
  ];
  const [before, after] = version?.isSequential ? [implied, []] : [[], implied];
  const place = written ?? draft.own.get('version_consumption') ?? draft.place;
  const items = [
    ...before.map((name) => placed(place, name)),
    ...itemsOf(written),
    ...after.map((name) => placed(place, name)),
  ];
  if (items.length === 0) return written;
  const named = items.flatMap((item) => (typeof item.value === 'string' ? inPlaceOf(item, item.value, names) : [item]));
  return {...placed(place, named)};
}

function inPlaceOf(item: Located, name: string, names: Names): readonly Located[] {
  return standsFor(name.trim(), names).map((value) => ({...item, value}));
}

const LISTS = ['observe', 'drop', 'passthrough'];

function scopeWithNames(scope: LocatedMap, names: Names): LocatedMap {
  return new Map(
    [...scope].map(([key, entry]) => {
      if (!LISTS.includes(key) || entry.value === null || isMap(entry.value)) return [key, entry] as const;
      return [key, {...entry, value: itemsOf(entry).flatMap((item) => referenceWithNames(item, names))}] as const;
    }),
  );
}

/** A name that stands for a single version is kept: fields are shown under the name that the action knows. */
function referenceWithNames(item: Located, names: Names): readonly Located[] {
  if (typeof item.value !== 'string') return [item];
  const dot = item.value.indexOf('.');
  const name = (dot === -1 ? item.value : item.value.slice(0, dot)).trim();
  if (names.single.has(name)) return [item];
  const rest = dot === -1 ? '' : item.value.slice(dot);
  return standsFor(name, names).map((value) => ({...item, value: `${value}${rest}`}));
}

/** The items of a list, or the one text that stands in its place. */
function itemsOf(entry: Located | undefined): readonly Located[] {
  if (entry === undefined || entry.value === null) return [];
  return isList(entry.value) ? entry.value : [entry];
}
