import type {FunctionRef} from '../../domain/function-ref.js';
import type {OnFalse} from '../../domain/guard.js';
import {byNewNames} from '../../project/check-keys.js';
import {booleanAt, mapOf, textAt} from '../../project/keys-of.js';
import {isMap, type Located, type Place} from '../../project/located.js';
import type {Draft} from '../draft.js';
import {GUARD_KEYS} from '../keys.js';
import type {Reading} from '../reading.js';
import {guardFunction, isFunctionGuard} from './guard-function.js';
import {readCondition} from './read-condition.js';
import {ConditionError, type Written} from './written.js';

/** What is written under the key of a guard. */
export interface WrittenGuard {
  /** The key it is written under. */
  readonly key: string;
  readonly text: string;
  /** Where its text begins. */
  readonly place: Place;
  readonly inverted?: true;
  readonly onFalse: OnFalse;
  readonly passOnError: boolean;
}

/** A guard whose fields are not looked up yet. */
export interface DraftCondition extends WrittenGuard {
  readonly condition: Written;
}

export type DraftGuard = DraftCondition | (WrittenGuard & {readonly decider: FunctionRef});

/** Keys of older workflows, and the guard that they stand for. */
const OLDER = {
  where_clause: {onFalse: 'filter'},
  skip_if: {onFalse: 'skip', inverted: true},
  skip_condition: {onFalse: 'skip', inverted: true},
} as const;

/** The guard of an action; undefined where it has none, or, with a problem, none that can be read. */
export function parseGuard({name, keys}: Draft, reading: Reading): DraftGuard | undefined {
  const {problems} = reading;
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
  if (key !== 'guard') return drafted({key, entry}, {passOnError: true, ...OLDER[key as keyof typeof OLDER]}, reading);
  const map = byNewNames(mapOf(entry), GUARD_KEYS);
  const condition = isMap(entry.value) ? map.get('condition') : entry;
  if (condition === undefined || condition.value === null) {
    return void problems.error(entry, 'The guard has no condition.', 'Write condition: and what must hold.');
  }
  // Older workflows are told that a function skips where a condition would filter.
  const usual = typeof condition.value === 'string' && isFunctionGuard(condition.value) ? 'skip' : 'filter';
  const said = textAt(map, 'on_false')?.toLowerCase();
  const onFalse = said === 'skip' || said === 'warn' || said === 'filter' ? said : usual;
  const passOnError = booleanAt(map, 'passthrough_on_error') ?? true;
  return drafted({key, entry: condition}, {onFalse, passOnError}, reading);
}

function drafted(
  {key, entry}: {key: string; entry: Located},
  how: Pick<DraftGuard, 'onFalse' | 'passOnError' | 'inverted'>,
  reading: Reading,
): DraftGuard | undefined {
  const text = entry.value;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const place = {file: entry.file, line: entry.textLine};
  if (isFunctionGuard(text)) {
    const decider = guardFunction({key, entry: {...entry, line: entry.textLine, value: text}}, reading);
    return decider && {key, text, place, decider, ...how};
  }
  try {
    return {key, text, place, condition: readCondition(text), ...how};
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const {at, message, suggestion} = error;
    const {line, column} = placeIn({text, place}, at);
    return void reading.problems.error(line, `"${key}" cannot be read at ${column}: ${message}.`, suggestion);
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
