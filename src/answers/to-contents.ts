import type {Json, JsonObject} from '@agac/provider';

/** The contents of output records: one, or one for each item of a list. What is no object becomes `{"value": …}`. */
export function toContents(value: Json, passthrough: JsonObject): readonly JsonObject[] {
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  // A field that the workflow hands on is as the record had it, whatever the model or tool made of it.
  return items.map((item) => ({...(isObject(item) ? item : {value: item}), ...passthrough}));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
