import type {OnFalse} from '../../domain/guard.js';
import {booleanAt, mapOf, textAt} from '../../project/keys-of.js';
import {isMap, type Located, type Place} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import type {Draft} from '../draft.js';
import {readCondition} from './read-condition.js';
import {ConditionError, type Written} from './written.js';

/** A guard whose fields are not looked up yet. */
export interface DraftGuard {
  /** The key it is written under. */
  readonly key: string;
  readonly text: string;
  /** Where its text begins. */
  readonly place: Place;
  readonly condition: Written;
  readonly inverted?: true;
  readonly onFalse: OnFalse;
  readonly passOnError: boolean;
}

/** Keys of older workflows, and the guard that they stand for. */
const OLDER = {
  where_clause: {onFalse: 'filter'},
  skip_if: {onFalse: 'skip', inverted: true},
  skip_condition: {onFalse: 'skip', inverted: true},
} as const;

/** The guard of an action; undefined where it has none, or, with a problem, none that can be read. */
export function parseGuard({name, keys}: Draft, problems: Problems): DraftGuard | undefined {
  const written = ['guard', ...Object.keys(OLDER)].flatMap((key) => {
    const entry = keys.get(key);
    return entry === undefined || entry.value === null ? [] : [{key, entry}];
  });
  const [first, second] = written;
  if (first === undefined) return undefined;
  if (second !== undefined) {
    const message = `"${first.key}" and "${second.key}" both say which records "${name}" takes.`;
    return void problems.error(second.entry, message, 'Write one guard, with "and" between the conditions.');
  }
  const {key, entry} = first;
  if (key !== 'guard') return drafted({key, entry}, {passOnError: true, ...OLDER[key as keyof typeof OLDER]}, problems);
  const map = mapOf(entry);
  const condition = isMap(entry.value) ? map.get('condition') : entry;
  if (condition === undefined || condition.value === null) {
    return void problems.error(entry, 'The guard has no condition.', 'Write condition: and what must hold.');
  }
  const onFalse = textAt(map, 'on_false')?.toLowerCase();
  const kept = onFalse === 'skip' || onFalse === 'warn' ? onFalse : 'filter';
  const passOnError = booleanAt(map, 'passthrough_on_error') ?? true;
  return drafted({key, entry: condition}, {onFalse: kept, passOnError}, problems);
}

function drafted(
  {key, entry}: {key: string; entry: Located},
  how: Pick<DraftGuard, 'onFalse' | 'passOnError' | 'inverted'>,
  problems: Problems,
): DraftGuard | undefined {
  const text = entry.value;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const place = {file: entry.file, line: entry.textLine};
  if (/^\s*udf\s*:/i.test(text)) {
    const suggestion = 'Call it in a tool action before this one, and compare what it returns: check.ok == true';
    return void problems.error(place, `"${key}" calls a function; a guard decides by the record alone.`, suggestion);
  }
  try {
    return {key, text, place, condition: readCondition(text), ...how};
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const {at, message, suggestion} = error;
    const {line, column} = placeIn({text, place}, at);
    return void problems.error(line, `"${key}" cannot be read at ${column}: ${message}.`, suggestion);
  }
}

/** The line of the file, and the column in words, of a place in a condition. */
export function placeIn(
  {text, place}: {readonly text: string; readonly place: Place},
  at: number,
): {readonly line: Place; readonly column: string} {
  const lines = text.slice(0, at).split('\n');
  const column = `column ${lines.at(-1)!.length + 1}`;
  const line = {...place, line: place.line + lines.length - 1};
  return {line, column: lines.length === 1 ? column : `line ${lines.length}, ${column}`};
}
