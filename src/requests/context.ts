import type {Json, JsonObject} from '@agac/provider';
import {nearest} from '../domain/nearest.js';
import type {InputRecord} from '../domain/record.js';
import type {Action, FieldRef} from '../domain/workflow.js';
import {type FieldTree, fieldOf, fieldTree, isObject, select} from './field-tree.js';
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

/** What an action's scope takes out of one record after the other. */
export interface OpenScope {
  readonly observe: (record: Arrived) => Observed | ContextProblem;
  /** The fields that the action passes through, by their names in its outputs; what the record does not have is left out. */
  readonly handOn: (record: Arrived) => JsonObject;
}

type Arrived = Pick<InputRecord, 'context' | 'skipped'>;

/**
 * Opens what takes out of records, and of the action's seed data, the fields that the action's scope declares. What is
 * the same for all records is worked out here.
 *
 * `ns.*` takes what is there; a field that is declared by name and not there is a problem (null is there). `drop` takes
 * out of what is shown, and out of `passthrough: ns.*`; a field passed through by its own name is handed on in any case.
 * Of an action that was skipped, `ns.*` is null, and so is every field that is declared by name.
 */
export function openScope(action: Action): OpenScope {
  const {observe, passthrough, drop, seed, constants = {}, former = []} = action.scope;
  const declared = [
    ...observe.map((ref) => ({verb: 'observes', ref})),
    ...passthrough.map((ref) => ({verb: 'passes through', ref})),
  ].filter(({ref}) => ref.path.length > 0);
  // A tool is told which version it is called for; a prompt says so itself.
  const told = action.kind === 'tool' && 'version' in constants ? ['version'] : [];
  const named = [...(Object.keys(seed).length > 0 ? ['seed'] : []), ...Object.keys(constants)];
  const dropped = fieldTree(withFormerRefs(drop, former));
  const shown = selection([...observe, ...wholes(told)], dropped);
  const nameable = selection([...observe, ...passthrough, ...wholes(named)], dropped);
  const handOn = handingOn(action);
  const read = (record: Arrived): Readings => {
    const data = dataOf(action, record);
    if (former.length === 0) return {data, all: data, plain: data};
    return {data, all: dataOf(action, record, 'all'), plain: dataOf(action, record, 'none')};
  };
  return {
    observe: (record) => {
      const readings = read(record);
      const {data, all} = readings;
      const missing = declared.find(({ref}) => lookUp(data, ref) === undefined);
      if (missing !== undefined) {
        const message = `\`${action.name}\` ${missing.verb} ${missingField(data.fields, missing.ref)}`;
        return {kind: 'problem', message};
      }
      return {kind: 'observed', shown: shown(data), nameable: nameable(all), passthrough: handOn(readings)};
    },
    handOn: (record) => handOn(read(record)),
  };
}

/** The data of a record: with the former names that are referred to, with all of them, with none. */
interface Readings {
  readonly data: RecordData;
  readonly all: RecordData;
  readonly plain: RecordData;
}

function wholes(namespaces: readonly string[]): readonly FieldRef[] {
  return namespaces.map((namespace) => ({namespace, path: [], line: 0}));
}

function selection(refs: readonly FieldRef[], dropped: FieldTree): (data: RecordData) => JsonObject {
  const tree = fieldTree(refs);
  return (data) => {
    const found = select(withNulls(data, tree), tree, dropped);
    return isObject(found) ? found : {};
  };
}

function handingOn(action: Action): (readings: Readings) => JsonObject {
  const {passthrough, drop} = action.scope;
  const dropped = fieldTree(drop);
  const handed = passthrough.map((ref) => ({ref, tree: fieldTree([ref])}));
  return ({data, plain}) => {
    const fields = new Map<string, Json>();
    for (const {ref, tree} of handed) {
      const found = ref.path.length > 0 ? fieldAt(data, ref) : fieldsOf(select(plain.fields, tree, dropped), ref);
      const inner = fields.get(ref.namespace);
      if (!ref.nested) for (const [name, value] of found) fields.set(name, value);
      else if (found.length > 0) {
        fields.set(ref.namespace, {...(isObject(inner) ? inner : {}), ...Object.fromEntries(found)});
      }
    }
    return Object.fromEntries(fields);
  };
}

type Fields = readonly (readonly [string, Json])[];

/** By the last step of its path. */
function fieldAt(data: RecordData, ref: FieldRef): Fields {
  const value = lookUp(data, ref);
  return value === undefined ? [] : [[ref.path.at(-1)!, value]];
}

/** All that was selected of a namespace. */
function fieldsOf(selected: Json | undefined, {namespace}: FieldRef): Fields {
  const fields = fieldOf(selected, namespace);
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
