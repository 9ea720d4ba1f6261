import type {Json, JsonObject} from '@agac/provider';
import {HITL_FIELDS} from '../domain/decision.js';
import {reviewedRefs} from '../domain/reviewed-refs.js';
import type {Action, ActionSchema, FieldRef} from '../domain/workflow.js';

type Actions = ReadonlyMap<string, Action>;

/** Keywords with which a schema may allow more fields than `properties` names. */
const OPEN_KEYWORDS = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'unevaluatedProperties'];

/** The fields that outputs of an action can have: of its schema, decided on by a person, and passed through. Undefined: any. */
export function knownFields(
  name: string,
  actions: Actions,
  asking: readonly string[] = [],
): ReadonlySet<string> | undefined {
  const action = actions.get(name);
  if (action === undefined || asking.includes(name)) return undefined;
  const own = ownFields(action);
  const reviewed = action.kind === 'hitl' ? reviewedRefs(action) : [];
  const passed = [...action.scope.passthrough, ...reviewed].map((ref) => passedFields(ref, actions, [...asking, name]));
  if (own === undefined || passed.includes(undefined)) return undefined;
  return new Set([...own, ...passed.flatMap((fields) => fields ?? [])]);
}

/** The fields that the model, tool or person itself makes. Undefined: any. */
export function ownFields(action: Action): readonly string[] | undefined {
  if (action.kind === 'llm' && !action.jsonMode) return [action.outputField];
  if (action.kind === 'hitl') return HITL_FIELDS;
  return action.schema === undefined ? undefined : declaredFields(action.schema);
}

function declaredFields({json, root}: ActionSchema): readonly string[] | undefined {
  const schema = root === 'array' ? json['items'] : json;
  if (!isObject(schema) || !isObject(schema['properties'])) return undefined;
  const isOpen = OPEN_KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword));
  const more = schema['additionalProperties'];
  if (isOpen || more === true || isObject(more)) return undefined;
  return Object.keys(schema['properties']);
}

/** Whether a path leads to what an action passed through, by where that came from: `source.id` instead of `id`. */
export function isFormerName(name: string, path: readonly string[], actions: Actions): boolean {
  return (actions.get(name)?.scope.passthrough ?? []).some((ref) => {
    const from = [ref.namespace, ...ref.path];
    const isOnTheWay = path.slice(0, from.length).every((step, i) => step === from[i]);
    const fields = ref.path.length === 0 ? knownFields(ref.namespace, actions) : undefined;
    return isOnTheWay && (fields === undefined || path[1] === undefined || fields.has(path[1]));
  });
}

/** In the output, a field that is passed through goes by the last step of its path, or stands under its namespace. */
function passedFields(
  {namespace, path, nested}: FieldRef,
  actions: Actions,
  asking: readonly string[],
): readonly string[] | undefined {
  const field = nested ? namespace : path.at(-1);
  if (field !== undefined) return [field];
  const fields = knownFields(namespace, actions, asking);
  return fields === undefined ? undefined : [...fields];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
