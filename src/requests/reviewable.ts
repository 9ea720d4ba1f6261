import type {Json, JsonObject} from '@agac/provider';
import type {InputRecord} from '../domain/record.js';
import {reviewedRefs} from '../domain/reviewed-refs.js';
import type {FieldRef, HitlAction} from '../domain/workflow.js';
import {type ContextProblem, openScope} from './context.js';
import {fieldOf, isObject} from './field-tree.js';

/** What a person is shown of a record. */
export interface Reviewable {
  readonly kind: 'reviewable';
  /** What is decided on, by the names it has in the output; the person may change it. */
  readonly fields: JsonObject;
  /** What is shown beside it: `{namespace: {field: value}}`. */
  readonly beside: JsonObject;
}

/** Takes out of a record what the action observes: of its first dependency, or of the source, the fields that go on. */
export function reviewable(action: HitlAction, record: InputRecord): Reviewable | ContextProblem {
  const observed = openScope(action).observe(record);
  if (observed.kind === 'problem') return observed;
  const reviewed = action.dependencies[0] ?? 'source';
  const {[reviewed]: shown, ...beside} = observed.shown;
  const fields = reviewedRefs(action).flatMap((ref) => named(shown, ref));
  return {kind: 'reviewable', fields: Object.fromEntries(fields), beside};
}

/** A field goes by the last step of its path; what was dropped is not there. */
function named(shown: Json | undefined, {path}: FieldRef): readonly (readonly [string, Json])[] {
  const name = path.at(-1);
  const value = path.reduce<Json | undefined>(fieldOf, shown);
  if (name !== undefined) return value === undefined ? [] : [[name, value]];
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, inner]]))
    : [];
}
