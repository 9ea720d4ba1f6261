import {isBeforeFirst, type Version, type Versions, versionName} from './version.js';

/** What names of actions mean where an action refers to them. */
export interface Names {
  /** The actions that have versions, by the name that is written. */
  readonly families: ReadonlyMap<string, Versions>;
  readonly version?: Version;
  /** Names that stand for one version here: with `match`, and of the version before. */
  readonly single: ReadonlyMap<string, string>;
}

/** The actions that a name stands for: all versions of one, or a single one; none for the version before the first. */
export function standsFor(name: string, {families, version, single}: Names): readonly string[] {
  if (version !== undefined && isBeforeFirst(name, version)) return [];
  const one = single.get(name);
  if (one !== undefined) return [one];
  return families.get(name)?.values.map((value) => versionName(name, value)) ?? [name];
}
