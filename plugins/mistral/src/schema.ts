import type {JsonObject} from '@agac/provider';
import type {SchemaSubset} from '@agac/provider/kit';
import {type StrictSchema, strictSchema} from '@agac/provider/openai-shape';

/**
 * What `strict: true` is known to understand. Mistral does not say which keywords it enforces beyond these
 * (docs.mistral.ai/capabilities/structured-output, read 2026-11-23), so others are put into words.
 */
const SUBSET: SchemaSubset = {
  keywords: ['type', 'properties', 'required', 'items', 'enum', 'const', 'anyOf', '$ref', '$defs', 'description'],
  closed: true,
};

/** A schema in Mistral's subset; a property may be missing. Pure. */
export function fitMistral(schema: JsonObject): StrictSchema {
  return strictSchema(schema, SUBSET);
}
