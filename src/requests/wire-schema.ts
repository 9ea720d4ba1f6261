import type {Json, JsonObject} from '@agac/provider';
import type {ActionSchema} from '../domain/workflow.js';

/** Under this name a list is asked for; what judges the answer takes it off again. */
const ITEMS = 'items';

/** These say something of the whole document and stay at its root. */
const ROOT_KEYWORDS = ['$schema', '$id', '$defs', 'definitions'];

/** Keywords whose value maps free names to schemas. */
const NAMED_SCHEMAS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];

/** Keywords whose value is data and may look like anything. */
const DATA = ['const', 'enum', 'default', 'examples'];

/**
 * The schema as vendors take it: an object at the root. A list is wrapped as `{"items": [...]}`, with its definitions
 * left at the root and its references turned to where their targets now are.
 */
export function wireSchema({name, json, root}: ActionSchema): {readonly name: string; readonly json: JsonObject} {
  if (root === 'object') return {name, json};
  const moved = moveReferences(json);
  const isRootKeyword = ([keyword]: readonly [string, unknown]) => ROOT_KEYWORDS.includes(keyword);
  const entries = Object.entries(moved);
  return {
    name,
    json: {
      ...Object.fromEntries(entries.filter(isRootKeyword)),
      type: 'object',
      properties: {[ITEMS]: Object.fromEntries(entries.filter((entry) => !isRootKeyword(entry)))},
      required: [ITEMS],
      additionalProperties: false,
    },
  };
}

function moveReferences(schema: JsonObject): JsonObject {
  return mapValues(schema, (value, keyword) => {
    if (keyword === '$ref' && typeof value === 'string') return movedReference(value);
    if (DATA.includes(keyword)) return value;
    if (NAMED_SCHEMAS.includes(keyword) && isObject(value)) return mapValues(value, moveWithin);
    return moveWithin(value);
  });
}

function moveWithin(value: Json): Json {
  if (Array.isArray(value)) return value.map(moveWithin);
  // A schema with an id of its own is a document of its own: its references start there.
  return isObject(value) && typeof value['$id'] !== 'string' ? moveReferences(value) : value;
}

function movedReference(reference: string): string {
  if (reference === '#') return `#/properties/${ITEMS}`;
  const staysAtRoot = !reference.startsWith('#/') || /^#\/(\$defs|definitions)(\/|$)/.test(reference);
  return staysAtRoot ? reference : `#/properties/${ITEMS}${reference.slice(1)}`;
}

function mapValues(object: JsonObject, map: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, map(value, key)]])),
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
