import type {Json, JsonObject} from '@agac/provider';
import type {FieldRef, FormerName} from '../domain/workflow.js';
import {fieldOf, isObject} from './field-tree.js';

/** Adds to the contents of actions what they passed through under the names it had before; a field of theirs goes before. */
export function withFormerNames(context: JsonObject, names: readonly FormerName[]): JsonObject {
  if (names.length === 0) return context;
  const result = new Map(Object.entries(context));
  for (const {namespace, from, field} of names) {
    const content = fieldOf(context, namespace);
    const [origin, ...path] = from;
    const value = field === undefined ? content : fieldOf(content, field);
    if (!isObject(content) || value === undefined || Object.hasOwn(content, origin!)) continue;
    const known = result.get(namespace);
    const inner = put(fieldOf(known, origin!), path, value);
    result.set(namespace, {...(isObject(known) ? known : content), [origin!]: inner});
  }
  return Object.fromEntries(result);
}

function put(into: Json | undefined, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  return {...(isObject(into) ? into : {}), [name]: put(fieldOf(into, name), rest, value)};
}

/** The references, and those to the same fields by their other names. */
export function withFormerRefs(refs: readonly FieldRef[], names: readonly FormerName[]): readonly FieldRef[] {
  return refs.flatMap((ref) => [ref, ...names.flatMap((name) => otherRef(ref, name) ?? [])]);
}

function otherRef(ref: FieldRef, {namespace, from, field}: FormerName): FieldRef | undefined {
  if (ref.namespace !== namespace || ref.path.length === 0) return undefined;
  const now = field === undefined ? [] : [field];
  const other = moved(ref.path, from, now) ?? moved(ref.path, now, from);
  return other && {...ref, path: other};
}

/** A path below one place as the path below another; undefined when it leads elsewhere. */
function moved(path: readonly string[], from: readonly string[], to: readonly string[]): readonly string[] | undefined {
  return from.every((step, i) => step === path[i]) ? [...to, ...path.slice(from.length)] : undefined;
}
