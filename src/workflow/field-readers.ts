import {guardFields} from '../domain/guard.js';
import type {Action, ContextScope, FieldRef, Workflow} from '../domain/workflow.js';
import {knownFields, ownFields} from './known-fields.js';

/** The fields of an action's outputs, and who reads them. */
export interface ActionFields {
  /** In the order of the schema, then those passed through, then others that are read. */
  readonly fields: readonly FieldReaders[];
  /** Its outputs may have any field besides. */
  readonly open: boolean;
}

export interface FieldReaders {
  readonly field: string;
  /** `schema`: the action makes it. `passthrough`: it hands it on. `unknown`: it is read, and nothing says who makes it. */
  readonly from: 'schema' | 'passthrough' | 'unknown';
  readonly readBy: readonly FieldReader[];
}

export interface FieldReader {
  readonly action: string;
  readonly how: readonly How[];
}

type How = 'observe' | 'passthrough' | 'guard';

/** The fields that the outputs of an action have, as far as the workflow says, and the actions that read them. Pure. */
export function fieldsOf(action: Action, workflow: Workflow): ActionFields {
  const {actions} = workflow;
  const {name} = action;
  const known = knownFields(name, new Map(actions.map((each) => [each.name, each])));
  const own = new Set(ownFields(action) ?? []);
  const passed = action.scope.passthrough.flatMap(({path}) => path.at(-1) ?? []);
  const read = actions.flatMap((each) => refsOf(each, name).flatMap(({path}) => path[0] ?? []));
  const all = new Set([...own, ...(known ?? []), ...passed, ...read]);
  const from = (field: string) => {
    if (own.has(field)) return 'schema';
    return known?.has(field) || passed.includes(field) ? 'passthrough' : 'unknown';
  };
  const readers = (field: string) =>
    actions.flatMap((each) => {
      const how = howRead(each, name, field);
      return how.length === 0 ? [] : [{action: each.name, how}];
    });
  return {
    fields: [...all].map((field) => ({field, from: from(field), readBy: readers(field)})),
    open: known === undefined,
  };
}

/** The fields that the guard of an action looks at. */
export function guardRefs({guard}: Action): readonly FieldRef[] {
  return guard === undefined ? [] : guardFields(guard).map(({namespace, path}) => ({namespace, path, line: 0}));
}

function refsOf(reader: Action, namespace: string): readonly FieldRef[] {
  const {observe, passthrough} = reader.scope;
  return [...observe, ...passthrough, ...guardRefs(reader)].filter((ref) => ref.namespace === namespace);
}

function howRead(reader: Action, namespace: string, field: string): How[] {
  const {observe, passthrough} = reader.scope;
  const covers = (ref: FieldRef) => ref.namespace === namespace && (ref.path.length === 0 || ref.path[0] === field);
  const isDropped = drops(reader.scope, namespace, field);
  const ways: readonly (readonly [How, boolean])[] = [
    ['observe', !isDropped && observe.some(covers)],
    // What is passed through by its own name is handed on in any case.
    ['passthrough', passthrough.some((ref) => covers(ref) && (ref.path.length > 0 || !isDropped))],
    ['guard', guardRefs(reader).some(covers)],
  ];
  return ways.flatMap(([how, isRead]) => (isRead ? [how] : []));
}

/** Whether the whole field is taken out again; of a field inside of it, the rest is still read. */
function drops({drop}: ContextScope, namespace: string, field: string): boolean {
  return drop.some((ref) => ref.namespace === namespace && ref.path.length < 2 && (ref.path[0] ?? field) === field);
}
