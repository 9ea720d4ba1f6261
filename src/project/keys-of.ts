import {isList, isMap, type Located, type LocatedMap} from './located.js';

/** The map itself; an empty one for a value of another kind, of which the user has been told. */
export function mapOf(located: Located | undefined): LocatedMap {
  return isMap(located?.value) ? located.value : new Map();
}

/** The text of a key; undefined where it is unset or something else. The same for all below. */
export function textAt(map: LocatedMap, key: string): string | undefined {
  const value = map.get(key)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function numberAt(map: LocatedMap, key: string): number | undefined {
  const value = map.get(key)?.value;
  return typeof value === 'number' ? value : undefined;
}

export function booleanAt(map: LocatedMap, key: string): boolean | undefined {
  const value = map.get(key)?.value;
  return typeof value === 'boolean' ? value : undefined;
}

/** The texts of a list, or the one text that stands in its place. */
export function textsAt(map: LocatedMap, key: string): readonly (Located & {readonly value: string})[] | undefined {
  const located = map.get(key);
  if (located === undefined || located.value === null) return undefined;
  return (isList(located.value) ? located.value : [located]).filter(isText);
}

function isText(located: Located): located is Located & {readonly value: string} {
  return typeof located.value === 'string';
}

/** A copy without the keys that are undefined, so that what is stored and what is held are the same. */
export function compact<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
