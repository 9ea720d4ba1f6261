import {isList, isMap, type Located, type LocatedMap} from '../../project/located.js';

/** The ways a schema can be written. */
export type SchemaForm = 'fields' | 'json schema' | 'shorthand';

const ROOT_TYPES = ['object', 'array'];
const TELLING = ['$schema', '$ref', '$defs', 'definitions', '$id'];

/** In which form a map is written, by what only that form has. */
export function schemaForm({value}: Located): SchemaForm {
  if (!isMap(value)) return 'fields';
  if (isList(value.get('fields')?.value)) return 'fields';
  if (isJsonSchema(value)) return 'json schema';
  return 'shorthand';
}

/** A shorthand may have fields called `type` or `properties`, but their values are names of types. */
function isJsonSchema(map: LocatedMap): boolean {
  const type = map.get('type')?.value;
  if (typeof type === 'string' && ROOT_TYPES.includes(type)) return true;
  if (isList(type) || isMap(map.get('properties')?.value)) return true;
  if (['anyOf', 'allOf', 'oneOf'].some((keyword) => isList(map.get(keyword)?.value))) return true;
  return TELLING.some((keyword) => map.has(keyword));
}
