import {isDeepStrictEqual} from 'node:util';
import type {Json, JsonObject} from '@agac/provider';
import {isObject, listOf, membersOf, own} from './schema.js';

type Merger = (one: Json, other: Json) => Json;

const both: Merger = (one, other) => ({allOf: [one, other]});
const least: Merger = (one, other) => Math.min(Number(one), Number(other));
const most: Merger = (one, other) => Math.max(Number(one), Number(other));
const either: Merger = (one, other) => one === true || other === true;
const bothTrue: Merger = (one, other) => one === true && other === true;

/** How a keyword that two schemas have becomes one; any other keeps what it had, and the choice is checked later. */
const MERGERS: Readonly<Record<string, Merger>> = {
  type: commonTypes,
  enum: (one, other) => listOf(one).filter((value) => listOf(other).some((also) => isDeepStrictEqual(value, also))),
  required: (one, other) => [...new Set([...listOf(one), ...listOf(other)])],
  properties: membersOfBoth,
  patternProperties: membersOfBoth,
  additionalProperties: (one, other) => (one === false || other === false ? false : both(one, other)),
  propertyNames: both,
  items: both,
  not: (one, other) => ({anyOf: [one, other]}),
  nullable: bothTrue,
  uniqueItems: either,
  multipleOf: commonMultiple,
  minimum: most,
  exclusiveMinimum: most,
  minLength: most,
  minItems: most,
  minProperties: most,
  maximum: least,
  exclusiveMaximum: least,
  maxLength: least,
  maxItems: least,
  maxProperties: least,
};

/** One schema that says what both say, as far as one can. Neither may hold `$ref`, `allOf`, `anyOf` or `oneOf`. */
export function mergeSchemas(one: JsonObject, other: JsonObject): JsonObject {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const merged = Object.fromEntries(
    [...names].map((name) => {
      const [left, right] = [own(one, name), own(other, name)];
      if (left === undefined || right === undefined) return [name, left ?? right];
      return [name, mergerFor(name)(left, right)];
    }),
  );
  return isObject(merged.properties) ? {...merged, properties: allowedMembers(merged.properties, one, other)} : merged;
}

function mergerFor(keyword: string): Merger {
  return (Object.hasOwn(MERGERS, keyword) ? MERGERS[keyword] : undefined) ?? ((first) => first);
}

/** A closed schema allows no property that only the other one names. */
function allowedMembers(properties: JsonObject, ...sides: readonly JsonObject[]): JsonObject {
  const closed = sides.filter((side) => side.additionalProperties === false && side.patternProperties === undefined);
  const allowed = ([name]: [string, unknown]) =>
    closed.every((side) => Object.hasOwn(membersOf(side.properties), name));
  return Object.fromEntries(Object.entries(properties).filter(allowed));
}

function membersOfBoth(one: Json, other: Json): Json {
  const [left, right] = [membersOf(one), membersOf(other)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [mine, yours] = [own(left, name), own(right, name)];
      return [name, mine === undefined || yours === undefined ? (mine ?? yours) : both(mine, yours)];
    }),
  );
}

function commonTypes(one: Json, other: Json): Json {
  const [left, right] = [asList(one), asList(other)];
  const common = left.filter((type) => right.includes(type) || (type === 'integer' && right.includes('number')));
  return right.includes('integer') && left.includes('number') && !common.includes('integer')
    ? [...common, 'integer']
    : common;
}

function commonMultiple(one: Json, other: Json): Json {
  const [left, right] = [Number(one), Number(other)];
  const times = Array.from({length: 1000}, (_, index) => index + 1).find((count) =>
    Number.isInteger((left * count) / right),
  );
  return left * (times ?? 1);
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}
