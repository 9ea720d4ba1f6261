import type {Json, JsonObject} from '@agac/provider';
import {type FittedSchema, fitSchema as fit, listOf, objectOf, type SchemaSubset} from '@agac/provider/kit';
import {loosenCycles} from './loosen-cycles.js';

/**
 * What `responseJsonSchema` understands: the field's description in Google's own reference of GenerationConfig, and
 * ai.google.dev/gemini-api/docs/structured-output for the formats; read 2026-11-25.
 */
const SUBSET: SchemaSubset = {
  keywords: [
    '$id',
    '$defs',
    '$ref',
    '$anchor',
    'type',
    'format',
    'title',
    'description',
    'const', // not one of them: see `withChoices`
    'enum',
    'items',
    'prefixItems',
    'minItems',
    'maxItems',
    'minimum',
    'maximum',
    'anyOf',
    'properties',
    'additionalProperties',
    'required',
  ],
  formats: ['date-time', 'date', 'time'],
  oneOfAsAnyOf: true,
  finish: (schema, dropped, written) => {
    const shaped = withTuple(withFreeNames(withChoices(schema, dropped), dropped, written));
    return refAlone(shaped, dropped, written);
  },
};

/** A schema in Gemini's subset, and what of it is not enforced, to follow "Gemini does not enforce". Pure. */
export function fitSchema(schema: JsonObject): Pick<FittedSchema, 'json' | 'dropped'> {
  const {json, dropped} = fit(withDefs(schema), SUBSET);
  const loosened = loosenCycles(json);
  return {json: loosened.json, dropped: [...dropped, ...loosened.dropped]};
}

/** Older schemas have their parts under `definitions`, which Gemini does not know. */
function withDefs(schema: JsonObject): JsonObject {
  const {definitions, ...rest} = schema;
  if (objectOf(definitions) === undefined) return schema;
  const moved = {...rest, $defs: {...objectOf(definitions), ...objectOf(rest['$defs'])}};
  return refsMoved(moved) as JsonObject;
}

function refsMoved(value: Json): Json {
  if (Array.isArray(value)) return value.map(refsMoved);
  const object = objectOf(value);
  if (object === undefined) return value;
  const entries = Object.entries(object).map(([name, inner]) => {
    const isOld = name === '$ref' && typeof inner === 'string' && inner.startsWith('#/definitions/');
    return [name, isOld ? inner.replace('#/definitions/', '#/$defs/') : refsMoved(inner ?? null)];
  });
  return Object.fromEntries(entries);
}

/** `const` and `enum` as choices among texts and numbers, which is all that Gemini chooses among; null is a type. */
function withChoices(schema: JsonObject, dropped: (what: string) => void): JsonObject {
  const {const: only, enum: several, ...rest} = schema;
  const choices = only === undefined ? listOf(several) : [only];
  if (choices === undefined) return schema;
  const known = choices.filter((choice) => typeof choice === 'string' || typeof choice === 'number');
  if (choices.some((choice) => choice !== null && typeof choice !== 'string' && typeof choice !== 'number')) {
    dropped(only === undefined ? `enum ${JSON.stringify(several)}` : `const ${JSON.stringify(only)}`);
    const areBooleans = choices.every((choice) => typeof choice === 'boolean');
    return areBooleans ? {type: 'boolean', ...rest} : rest;
  }
  const types = listOf(rest['type']) ?? (rest['type'] === undefined ? [] : [rest['type']]);
  const mayBeNull = choices.includes(null) && (types.length === 0 || types.includes('null'));
  if (!mayBeNull) return {...rest, enum: known};
  if (known.length === 0) return {...rest, type: 'null'};
  const {type: _, title, description, ...others} = rest;
  const named = types.filter((type) => type !== 'null');
  const chosen = {...(named.length > 0 && {type: named.length === 1 ? named[0]! : named}), ...others, enum: known};
  return {...(title && {title}), ...(description && {description}), anyOf: [chosen, {type: 'null'}]};
}

/** Without `patternProperties`, `additionalProperties` would forbid the fields that those allow. */
function withFreeNames(schema: JsonObject, dropped: (what: string) => void, written: JsonObject): JsonObject {
  const {additionalProperties, ...rest} = schema;
  if (written['patternProperties'] === undefined || additionalProperties === undefined) return schema;
  dropped(`additionalProperties ${JSON.stringify(additionalProperties)}`);
  return rest;
}

/** Older schemas write the items of a tuple as a list. */
function withTuple(schema: JsonObject): JsonObject {
  const {items, ...rest} = schema;
  return listOf(items) === undefined ? schema : {...rest, prefixItems: items!};
}

/** Beside a `$ref` nothing may stand but what begins with a dollar sign; a description that is to be added neither. */
function refAlone(schema: JsonObject, dropped: (what: string) => void, written: JsonObject): JsonObject {
  const {$ref: ref, anyOf, ...rest} = schema;
  if (ref === undefined || Object.keys(written).every((name) => name.startsWith('$'))) return schema;
  if (anyOf !== undefined) dropped(`anyOf ${JSON.stringify(anyOf)}`);
  return {...rest, anyOf: [{$ref: ref}]};
}
