import type {JsonObject} from '@agac/provider';
import type {SchemaSubset} from '@agac/provider/kit';
import {type StrictSchema, strictSchema} from '@agac/provider/openai-shape';
import {decodesBySchema} from './models.js';

/**
 * What strict mode is said to understand: console.groq.com/docs/structured-outputs, read 2026-11-25. Bounds, patterns and
 * formats are not mentioned there.
 */
const SUBSET: SchemaSubset = {
  keywords: ['type', 'properties', 'required', 'items', 'enum', 'const', 'anyOf', '$ref', '$defs', 'description'],
  closed: true,
  allRequired: true,
};

/** A schema in Groq's subset, for a model that decodes by it; for any other, the whole of it, as a wish. Pure. */
export function fitGroq(schema: JsonObject, model: string): StrictSchema {
  if (decodesBySchema(model)) return strictSchema(schema, SUBSET);
  return {json: schema, strict: false, dropped: [`the schema, since ${model} only tries to keep to it`]};
}
