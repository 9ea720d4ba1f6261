import type {JsonObject} from '@agac/provider';
import {OPENAI_SUBSET, type StrictSchema, strictSchema} from '@agac/provider/openai-shape';

const MOST_PROPERTIES = 5000;
const MOST_LEVELS = 10;

/** A schema in OpenAI's subset; where it is too large or too deep for that, as a wish. Pure. */
export function fitOpenAi(schema: JsonObject): StrictSchema {
  const {properties, levels} = sizeOf(schema);
  if (properties <= MOST_PROPERTIES && levels <= MOST_LEVELS) return strictSchema(schema, OPENAI_SUBSET);
  const size = `${properties} properties in ${levels} levels`;
  return {json: schema, strict: false, dropped: [`the schema, since it is too large to be strict (${size})`]};
}

/** Levels are those of objects within objects. */
function sizeOf(value: unknown, level = 0): {readonly properties: number; readonly levels: number} {
  if (typeof value !== 'object' || value === null) return {properties: 0, levels: level};
  const own = (value as JsonObject)['properties'];
  const isSchema = typeof own === 'object' && own !== null && !Array.isArray(own);
  const inner = Object.values(value).map((each) => sizeOf(each, isSchema ? level + 1 : level));
  return {
    properties: inner.reduce((sum, each) => sum + each.properties, isSchema ? Object.keys(own).length : 0),
    levels: inner.reduce((most, each) => Math.max(most, each.levels), isSchema ? level + 1 : level),
  };
}
