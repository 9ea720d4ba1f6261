import type {Json, JsonObject} from '@agac/provider';
import type {FieldRef} from '../domain/workflow.js';

/** Fields by name at each level; `all`: the value as it is. */
export type FieldTree = 'all' | ReadonlyMap<string, FieldTree>;

/** The fields that references name, as one tree. A reference to the whole of something takes in those to its parts. */
export function fieldTree(refs: readonly FieldRef[]): FieldTree {
  return refs.reduce<FieldTree>((tree, {namespace, path}) => withPath(tree, [namespace, ...path]), new Map());
}

function withPath(tree: FieldTree | undefined, path: readonly string[]): FieldTree {
  const [name, ...rest] = path;
  if (tree === 'all' || name === undefined) return 'all';
  return new Map(tree ?? []).set(name, withPath(tree?.get(name), rest));
}

/**
 * The part of a value that `pick` names and `drop` does not; undefined where nothing is left of it. What is picked but
 * not there is left out. Objects that lose fields are rebuilt without a prototype, so no inherited name shows in them.
 */
export function select(value: Json, pick: FieldTree, drop: FieldTree | undefined): Json | undefined {
  if (drop === 'all') return undefined;
  if (pick === 'all' && drop === undefined) return value;
  if (!isObject(value)) return pick === 'all' ? value : undefined;
  const selected: Record<string, Json> = Object.create(null);
  for (const name of pick === 'all' ? Object.keys(value) : pick.keys()) {
    const inner = fieldOf(value, name);
    if (inner === undefined) continue;
    const kept = select(inner, pick === 'all' ? 'all' : pick.get(name)!, drop?.get(name));
    if (kept !== undefined) selected[name] = kept;
  }
  return selected;
}

/** A field of the value's own. */
export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
