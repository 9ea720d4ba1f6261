import {isList, isMap, type Located, type LocatedMap} from '../../project/located.js';

/** The ways a schema can be written. */
export type SchemaForm = 'fields' | 'json schema' | 'shorthand';

const ROOT_TYPES = ['object', 'array'];
const KEYWORDS_OF_MAPS = ['properties', '$defs', 'definitions'];
const KEYWORDS_OF_LISTS = ['type', 'anyOf', 'allOf', 'oneOf'];
const KEYWORDS_OF_TEXTS = ['$schema', '$ref', '$id'];

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
  return (
    KEYWORDS_OF_MAPS.some((keyword) => isMap(map.get(keyword)?.value)) ||
    KEYWORDS_OF_LISTS.some((keyword) => isList(map.get(keyword)?.value)) ||
    KEYWORDS_OF_TEXTS.some((keyword) => map.has(keyword))
  );
}
