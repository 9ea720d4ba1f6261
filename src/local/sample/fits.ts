import {isDeepStrictEqual} from 'node:util';
import type {Json, JsonObject} from '@agac/provider';
import {isObject, listOf, membersOf, numberOf, own, resolveRef, typesOf} from './schema.js';

const MOST_REFS = 200;

/**
 * Whether a value fits a JSON Schema, as far as the sample engine goes: everything but formats, `contains`, and
 * dependencies. It is there to choose between made-up values; answers are validated elsewhere, and in full.
 */
export function fits(value: Json, schema: Json | undefined, root: JsonObject, refs = 0): boolean {
  if (schema === undefined || schema === true || refs > MOST_REFS) return true;
  if (!isObject(schema)) return false;
  const also = (other: Json | undefined) => fits(value, other, root, refs + 1);
  return (
    fitsType(value, schema) &&
    (schema.const === undefined || isDeepStrictEqual(value, schema.const)) &&
    (schema.enum === undefined || listOf(schema.enum).some((member) => isDeepStrictEqual(value, member))) &&
    (schema.$ref === undefined || also(resolveRef(root, schema.$ref))) &&
    listOf(schema.allOf).every(also) &&
    (schema.anyOf === undefined || listOf(schema.anyOf).some(also)) &&
    (schema.oneOf === undefined || listOf(schema.oneOf).filter(also).length === 1) &&
    (schema.not === undefined || !also(schema.not)) &&
    (schema.if === undefined || also(also(schema.if) ? schema.then : schema.else)) &&
    fitsOwnKind(value, schema, (member, other) => fits(member, other, root, refs + 1))
  );
}

type Check = (value: Json, schema: Json | undefined) => boolean;

function fitsOwnKind(value: Json, schema: JsonObject, check: Check): boolean {
  if (typeof value === 'number') return fitsNumber(value, schema);
  if (typeof value === 'string') return fitsText(value, schema);
  if (Array.isArray(value)) return fitsArray(value, schema, check);
  return isObject(value) ? fitsObject(value, schema, check) : true;
}

function fitsType(value: Json, schema: JsonObject): boolean {
  const types = typesOf(schema);
  return types.length === 0 || types.some((type) => isOfType(value, type));
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

/** Whether a number keeps to its bounds and is a multiple as ajv reckons it, without tolerance. */
export function fitsNumber(value: number, schema: JsonObject): boolean {
  const step = numberOf(schema.multipleOf);
  return (
    value >= (numberOf(schema.minimum) ?? -Infinity) &&
    value <= (numberOf(schema.maximum) ?? Infinity) &&
    value > (numberOf(schema.exclusiveMinimum) ?? -Infinity) &&
    value < (numberOf(schema.exclusiveMaximum) ?? Infinity) &&
    (step === undefined || Number.isInteger(value / step))
  );
}

/** Whether a text keeps to its length, in code points, and matches its pattern. */
export function fitsText(value: string, {minLength, maxLength, pattern}: JsonObject): boolean {
  const length = [...value].length;
  if (length < (numberOf(minLength) ?? 0) || length > (numberOf(maxLength) ?? Infinity)) return false;
  return typeof pattern !== 'string' || matches(value, pattern);
}

function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true; // no validator takes such a schema
  }
}

function fitsArray(value: readonly Json[], schema: JsonObject, check: Check): boolean {
  const {first, rest} = itemSchemas(schema);
  return (
    value.length >= (numberOf(schema.minItems) ?? 0) &&
    value.length <= (numberOf(schema.maxItems) ?? Infinity) &&
    value.every((item, index) => check(item, index < first.length ? first[index] : rest)) &&
    (schema.uniqueItems !== true || allDiffer(value))
  );
}

/** The schemas of an array's first items, and of those after them, in the words of either draft. */
export function itemSchemas({items, prefixItems, additionalItems}: JsonObject): {
  readonly first: readonly Json[];
  readonly rest: Json | undefined;
} {
  return Array.isArray(items) ? {first: items, rest: additionalItems} : {first: listOf(prefixItems), rest: items};
}

function allDiffer(values: readonly Json[]): boolean {
  return values.every((value, index) => !values.slice(0, index).some((other) => isDeepStrictEqual(value, other)));
}

function fitsObject(value: JsonObject, schema: JsonObject, check: Check): boolean {
  const names = Object.keys(value);
  return (
    listOf(schema.required).every((name) => typeof name !== 'string' || Object.hasOwn(value, name)) &&
    names.length >= (numberOf(schema.minProperties) ?? 0) &&
    names.length <= (numberOf(schema.maxProperties) ?? Infinity) &&
    names.every((name) => check(name, schema.propertyNames)) &&
    names.every((name) => memberSchemas(name, schema).every((member) => check(own(value, name) as Json, member)))
  );
}

/** All schemas that a member of this name has to fit. */
export function memberSchemas(name: string, schema: JsonObject): readonly (Json | undefined)[] {
  const named = own(membersOf(schema.properties), name);
  const patterned = Object.entries(membersOf(schema.patternProperties)).filter(([pattern]) => matches(name, pattern));
  const found = [...(named === undefined ? [] : [named]), ...patterned.map(([, member]) => member)];
  return found.length > 0 ? found : [schema.additionalProperties];
}
