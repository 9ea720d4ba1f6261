import type {Json, JsonObject} from '@agac/provider';
import type {InputRecord} from '../domain/record.js';
import type {Action, FieldRef} from '../domain/workflow.js';
import {type FieldTree, fieldOf, isObject} from './field-tree.js';
import {withFormerNames} from './former-names.js';

/** What the references of an action lead to: a record's fields by namespace, and the action's seed data. */
export interface RecordData {
  readonly fields: JsonObject;
  /** Actions that a guard skipped for this record; of theirs there is only what they passed through. */
  readonly skipped: readonly string[];
}

/**
 * The data that an action's references find in a record. Of the former names of what was passed through there are those
 * that a reference has, all of them, or none.
 */
export function dataOf(
  {scope}: Action,
  {context: fields, skipped = []}: Pick<InputRecord, 'context' | 'skipped'>,
  formerNames: 'referred' | 'all' | 'none' = 'referred',
): RecordData {
  const {seed, names = {}, constants, former = []} = scope;
  const context = withFormerNames(
    fields,
    former.filter(({isReferred}) => formerNames === 'all' || (formerNames === 'referred' && isReferred)),
  );
  const named = Object.entries(names).filter(([, action]) => Object.hasOwn(context, action));
  const alsoSkipped = Object.entries(names).filter(([, action]) => skipped.includes(action));
  return {
    fields: {
      ...context,
      ...Object.fromEntries(named.map(([name, action]) => [name, context[action]!])),
      ...constants,
      seed,
    },
    skipped: [...skipped, ...alsoSkipped.map(([name]) => name)],
  };
}

/** What a reference leads to; undefined: it is not there. A field that a skipped action did not make is null. */
export function lookUp(
  {fields, skipped}: RecordData,
  {namespace, path}: Pick<FieldRef, 'namespace' | 'path'>,
): Json | undefined {
  const isSkipped = skipped.includes(namespace);
  if (isSkipped && path.length === 0) return null;
  const found = path.reduce<Json | undefined>(fieldOf, fieldOf(fields, namespace));
  return found === undefined && isSkipped ? null : found;
}

/** The fields with null in place of what `tree` names of skipped actions, and of those that it names as a whole. */
export function withNulls({fields, skipped}: RecordData, tree: FieldTree): JsonObject {
  const named = tree === 'all' ? [] : skipped.filter((namespace) => tree.has(namespace));
  if (tree === 'all' || named.length === 0) return fields;
  const nulls = named.map((namespace) => {
    const wanted = tree.get(namespace)!;
    return [namespace, wanted === 'all' ? null : filledUp(fieldOf(fields, namespace), wanted)] as const;
  });
  return {...fields, ...Object.fromEntries(nulls)};
}

function filledUp(value: Json | undefined, tree: FieldTree): Json {
  if (tree === 'all') return value ?? null;
  const inner = [...tree].map(([name, wanted]) => [name, filledUp(fieldOf(value, name), wanted)] as const);
  return {...(isObject(value) ? value : {}), ...Object.fromEntries(inner)};
}
