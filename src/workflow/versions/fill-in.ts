import {isList, isMap, type Located} from '../../project/located.js';
import {type Version, valueIn} from './version.js';

const PLACE = /\$\{\s*([A-Za-z_]\w*)\s*(?:([+-])\s*(\d{1,6})\s*)?\}/g;

/**
 * Puts a version's value into the places `${i}`, `${i-1}`, `${i+1}`, `${idx}` and `${<param>}` of a text. Nothing is
 * added to a value that is a word, and other names, such as those of environment variables, are left as they are.
 */
export function fillIn(text: string, version: Version): string {
  const {param, index} = version;
  const value = valueIn(version);
  return text.replace(PLACE, (place, name: string, sign?: string, by?: string) => {
    const found = name === 'idx' ? index : name === 'i' || name === param ? value : undefined;
    if (found === undefined) return place;
    if (by === undefined) return String(found);
    return typeof found === 'number' ? String(sign === '-' ? found - Number(by) : found + Number(by)) : place;
  });
}

/** The same for all texts of a value, the keys of its maps included. */
export function fillInAll(located: Located, version: Version): Located {
  const {value} = located;
  if (typeof value === 'string') return {...located, value: fillIn(value, version)};
  if (isList(value)) return {...located, value: value.map((item) => fillInAll(item, version))};
  if (!isMap(value)) return located;
  const filled = [...value].map(([key, entry]) => [fillIn(key, version), fillInAll(entry, version)] as const);
  return {...located, value: new Map(filled)};
}
