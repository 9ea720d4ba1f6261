import type {JsonObject} from '../json.js';
import {fitSchema, type SchemaSubset} from '../kit/fit-schema.js';

export interface StrictSchema {
  readonly json: JsonObject;
  /** Whether the vendor decodes by it. Otherwise it is the whole schema, and a wish. */
  readonly strict: boolean;
  /** What is not enforced, to follow "the vendor does not enforce". */
  readonly dropped: readonly string[];
}

/**
 * A schema as `strict: true` takes it, where that is possible without making it another one; else the whole schema with
 * `strict: false`, which the model is shown and may fail to keep to.
 */
export function strictSchema(schema: JsonObject, subset: SchemaSubset): StrictSchema {
  const {json, dropped, changed} = fitSchema(schema, subset);
  if (changed.length === 0 && json['anyOf'] === undefined) return {json, strict: true, dropped};
  const reason = changed.length === 0 ? 'its root is a choice' : changed.join(', ');
  return {json: schema, strict: false, dropped: [`the schema, since it cannot be strict (${reason})`]};
}
