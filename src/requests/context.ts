import type {Json, JsonObject} from '@agac/provider';
import {nearest} from '../domain/nearest.js';
import type {InputRecord} from '../domain/record.js';
import type {Action, FieldRef} from '../domain/workflow.js';
import {fieldOf, fieldTree, isObject, select} from './field-tree.js';
import {withFormerRefs} from './former-names.js';
import {dataOf, lookUp, type RecordData, withNulls} from './record-data.js';

/** What an action gets of one record. Plain data; inherited names such as `toString` are not in it. */
export interface Observed {
  readonly kind: 'observed';
  /** What the model or tool is shown: `{namespace: {field: value}}`. */
  readonly shown: JsonObject;
  /** What the prompt may name: the shown, the passthrough fields, the seed data, and what is the same for all records. */
  readonly nameable: JsonObject;
  /** Fields to put into every output's content, by their names there. */
  readonly passthrough: JsonObject;
}

export interface ContextProblem {
  readonly kind: 'problem';
  /** A sentence that names the action, the field and the nearest one there is. */
  readonly message: string;
}

/**
 * Takes out of a record, and of the action's seed data, the fields that the action's scope declares.
 *
 * `ns.*` takes what is there; a field that is declared by name and not there is a problem (null is there). `drop` takes
 * out of what is shown, and out of `passthrough: ns.*`; a field passed through by its own name is handed on in any case.
 * Of an action that was skipped, `ns.*` is null, and so is every field that is declared by name.
 */
export function observe(action: Action, record: Omit<InputRecord, 'ordinal'>): Observed | ContextProblem {
  const {observe, passthrough, drop, seed, constants = {}} = action.scope;
  const data = dataOf(action, record);
  for (const [verb, refs] of [
    ['observes', observe],
    ['passes through', passthrough],
  ] as const) {
    const missing = refs.find((ref) => ref.path.length > 0 && lookUp(data, ref) === undefined);
    if (missing !== undefined) {
      return {kind: 'problem', message: `\`${action.name}\` ${verb} ${missingField(data.fields, missing)}`};
    }
  }
  const dropped = fieldTree(withFormerRefs(drop, action.scope.former ?? []));
  const seedData = Object.keys(seed).length > 0 ? ['seed'] : [];
  const wholes = (namespaces: readonly string[]): readonly FieldRef[] =>
    namespaces.map((namespace) => ({namespace, path: [], line: 0}));
  // A tool is told which version it is called for; a prompt says so itself.
  const told = action.kind === 'tool' && 'version' in constants ? ['version'] : [];
  const selected = (refs: readonly FieldRef[], from = data): JsonObject => {
    const tree = fieldTree(refs);
    const found = select(withNulls(from, tree), tree, dropped);
    return isObject(found) ? found : {};
  };
  const nameable = [...observe, ...passthrough, ...wholes([...seedData, ...Object.keys(constants)])];
  return {
    kind: 'observed',
    shown: selected([...observe, ...wholes(told)]),
    nameable: selected(nameable, dataOf(action, record, 'all')),
    passthrough: handOn(action, record),
  };
}

/** The fields that an action passes through, by their names in its outputs; what the record does not have is left out. */
export function handOn(action: Action, record: Omit<InputRecord, 'ordinal'>): JsonObject {
  const {passthrough, drop} = action.scope;
  const data = dataOf(action, record);
  const plain = dataOf(action, record, 'none');
  const fields = new Map<string, Json>();
  for (const ref of passthrough) {
    const found = handedOn(ref.path.length > 0 ? data : plain, ref, drop);
    const inner = fields.get(ref.namespace);
    if (!ref.nested) for (const [name, value] of found) fields.set(name, value);
    else if (found.length > 0) {
      fields.set(ref.namespace, {...(isObject(inner) ? inner : {}), ...Object.fromEntries(found)});
    }
  }
  return Object.fromEntries(fields);
}

function handedOn(data: RecordData, ref: FieldRef, drop: readonly FieldRef[]): readonly (readonly [string, Json])[] {
  const name = ref.path.at(-1);
  const value = name === undefined ? undefined : lookUp(data, ref);
  if (name !== undefined) return value === undefined ? [] : [[name, value]];
  const kept = select(data.fields, fieldTree([ref]), fieldTree(drop));
  const fields = fieldOf(kept, ref.namespace);
  return isObject(fields)
    ? Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
    : [];
}

/** Goes down the reference as far as there is something, and looks there for the name that was meant. */
function missingField(data: JsonObject, {namespace, path}: FieldRef): string {
  const names = [namespace, ...path];
  let at: Json = data;
  let found = 0;
  for (let next = fieldOf(at, namespace); next !== undefined; next = fieldOf(at, names[found]!)) {
    at = next;
    found += 1;
  }
  const known = isObject(at) ? Object.keys(at) : [];
  const above = names.slice(0, found);
  const meant = nearest(names[found]!, known);
  const what = `\`${names.join('.')}\`, which this record does not have.`;
  if (meant !== undefined) return `${what} Did you mean \`${[...above, meant].join('.')}\`?`;
  const there = known.slice(0, 8).map((name) => `\`${[...above, name].join('.')}\``);
  return there.length === 0 ? what : `${what} There is ${there.join(', ')}${known.length > 8 ? ', …' : ''}.`;
}
