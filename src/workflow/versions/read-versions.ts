import {checkKeys} from '../../project/check-keys.js';
import {mapOf, textAt} from '../../project/keys-of.js';
import {isList, isMap, type Located, placed} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';
import type {Draft} from '../draft.js';
import {VERSIONS_KEYS} from '../keys.js';
import {RESERVED} from '../names.js';
import type {Versions} from './version.js';

const MOST = 100;
const EXAMPLE = 'Write versions: {range: [1, 3]}';
const WORD = /^\w{1,32}$/;
const IDENTIFIER = /^[A-Za-z_]\w{0,63}$/;

/** Reads `versions` of an action. Undefined where there is none or, with a problem, none that can be carried out. */
export function readVersions({own}: Draft, problems: Problems): Versions | undefined {
  const entry = own.get('versions');
  if (!isList(entry?.value) && !isMap(entry?.value)) return undefined;
  checkKeys(entry, {table: VERSIONS_KEYS, of: 'versions'}, problems);
  const keys = isList(entry.value) ? new Map([['range', entry]]) : mapOf(entry);
  const range = keys.get('range');
  if (range === undefined || range.value === null) {
    return void problems.error(entry, '"versions" has no range.', EXAMPLE);
  }
  const values = valuesOf(range, problems);
  const param = paramOf(keys.get('param') ?? placed(entry, 'i'), problems);
  if (values === undefined || param === undefined) return undefined;
  return {values, param, isSequential: textAt(keys, 'mode')?.toLowerCase() === 'sequential'};
}

/** Two whole numbers are the first and the last; anything else is the list itself. */
function valuesOf(range: Located, problems: Problems): readonly (number | string)[] | undefined {
  if (!isList(range.value)) return undefined;
  const values = range.value.map(readValue);
  const wrong = range.value.find((item) => readValue(item) === undefined);
  if (wrong !== undefined || values.length === 0) {
    const message = `A version is ${wrong === undefined ? 'wanted' : inWords(wrong)}; it should be a whole number from 0, or a word of letters, digits and underscores.`;
    return void problems.error(wrong ?? range, message, EXAMPLE);
  }
  const listed = values.filter((value) => value !== undefined);
  const [first, last] = listed;
  const isRange = listed.length === 2 && typeof first === 'number' && typeof last === 'number';
  const count = isRange ? last - first + 1 : listed.length;
  if (count < 1) {
    return void problems.error(range, `The range goes from ${first} down to ${last}.`, `Write [${last}, ${first}]`);
  }
  if (count > MOST) return void problems.error(range, `These are ${count} versions; at most ${MOST} are taken.`);
  const all = isRange ? Array.from({length: count}, (_, i) => first + i) : listed;
  const folders = all.map((value) => String(value).toLowerCase());
  const twin = folders.find((value, i) => folders.indexOf(value) !== i);
  if (twin === undefined) return all;
  return void problems.error(range, `The version "${twin}" is there twice.`, 'Take one of them out.');
}

function readValue({value}: Located): number | string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  return typeof value === 'string' && WORD.test(value) ? value : undefined;
}

function paramOf(entry: Located, problems: Problems): string | undefined {
  const {value} = entry;
  if (typeof value !== 'string') return undefined;
  if (IDENTIFIER.test(value) && !RESERVED.includes(value.toLowerCase()) && value !== 'idx') return value;
  const message = `"param" is ${inWords(entry)}, which cannot be the name of a value.`;
  return void problems.error(entry, message, 'Take letters, digits and underscores, such as scorer_id.');
}
