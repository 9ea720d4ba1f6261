import type {Json} from '@agac/provider';

/** A value as JSON, or what of it JSON cannot say: the end of a sentence that begins with "The tool returned". */
export type PlainJson = {readonly value: Json} | {readonly problem: string};

/** Arrays and objects inside each other. */
const MAX_DEPTH = 256;

/** These hold what is not in their fields, so that JSON would show them as `{}` or as something else. */
const OPAQUE = [Map, Set, WeakMap, WeakSet, Promise, RegExp, Error, ArrayBuffer];

/**
 * A copy of a value that is JSON and nothing else. What `JSON.stringify` would change or drop silently is a problem:
 * undefined, functions, NaN, symbols, maps, cycles. What has a `toJSON`, such as a date, is what that returns.
 */
export function plainJson(value: unknown): PlainJson {
  try {
    return {value: copied(value, {path: '', above: []})};
  } catch (error) {
    if (error instanceof NotJson) return {problem: error.message};
    throw error;
  }
}

class NotJson extends Error {}

interface Position {
  readonly path: string;
  /** The arrays and objects that the value is in. */
  readonly above: readonly object[];
}

function copied(value: unknown, position: Position): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw notJson(named(value), position);
  if (position.above.includes(value)) throw notJson('something that contains itself', position);
  if (position.above.length >= MAX_DEPTH) throw notJson('something nested too deeply', {...position, path: ''});
  if (Array.isArray(value)) return Array.from(value, (item, i) => copied(item, inside(value, `[${i}]`, position)));
  if (hasToJson(value)) return copied(value.toJSON(), inside(value, '', position));
  const opaque = OPAQUE.find((kind) => value instanceof kind);
  if (opaque !== undefined) throw notJson(`${/^[AEIOU]/.test(opaque.name) ? 'an' : 'a'} ${opaque.name}`, position);
  if (ArrayBuffer.isView(value)) throw notJson('binary data', position);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, copied(field, inside(value, `.${name}`, position))]),
  );
}

function inside(value: object, step: string, {path, above}: Position): Position {
  return {path: `${path}${step}`, above: [...above, value]};
}

function notJson(what: string, {path}: Position): NotJson {
  return new NotJson(path === '' ? what : `${what} at \`${path.replace(/^\./, '')}\``);
}

function hasToJson(value: object): value is {toJSON(): unknown} {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function named(value: unknown): string {
  if (value === undefined) return 'nothing (undefined)';
  if (typeof value === 'bigint') return 'a BigInt';
  return typeof value === 'number' ? `the number ${value}` : `a ${typeof value}`;
}
