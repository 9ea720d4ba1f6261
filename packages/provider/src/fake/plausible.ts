import type {Json, JsonObject} from '../json.js';

/** A value that fits a simple JSON Schema: `text`, 1, true, an empty list, the first of an enum, and so on downwards. */
export function plausible(schema: JsonObject): Json {
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices[0] ?? null;
  if (schema['const'] !== undefined) return schema['const'];
  switch (firstType(schema['type'])) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'null':
      return null;
    case 'object':
      return plausibleObject(schema);
    default:
      return isObject(schema['properties']) ? plausibleObject(schema) : 'text';
  }
}

function plausibleObject(schema: JsonObject): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, isObject(property) ? plausible(property) : 'text']),
  );
}

function firstType(type: Json | undefined): Json | undefined {
  return Array.isArray(type) ? type[0] : type;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
