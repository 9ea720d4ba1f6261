import type {Json, JsonObject} from '@agac/provider';

/** An element of an input file as a record: an object is one already, anything else becomes `{"value": …}`. */
export function asRecord(value: Json): JsonObject {
  return isObject(value) ? value : {value};
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
