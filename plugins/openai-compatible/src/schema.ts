import type {JsonObject} from '@agac/provider';
import {OPENAI_SUBSET, type StrictSchema, strictSchema} from '@agac/provider/openai-shape';
import type {Facts} from './facts.js';

/** A schema as a server takes it: in OpenAI's subset where it decodes by it, else the whole of it, as a wish. Pure. */
export function fitSchemaTo(schema: JsonObject, how: Facts['structuredOutput']): StrictSchema {
  if (how === 'strict') return strictSchema(schema, OPENAI_SUBSET);
  return {
    json: schema,
    strict: false,
    dropped: ['the schema, as far as is known (where it does, write structured_output: strict)'],
  };
}
