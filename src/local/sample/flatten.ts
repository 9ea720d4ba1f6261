import type {Json, JsonObject} from '@agac/provider';
import {mergeSchemas} from './merge.js';
import type {Random} from './random.js';
import {isObject, listOf, membersOf, numberOf, own, resolveRef, typesOf} from './schema.js';

export interface FlattenOptions {
  readonly root: JsonObject;
  readonly random: Random;
  /** Take the alternatives that lead to the smallest values. */
  readonly small: boolean;
}

export interface Flat {
  /** Without `$ref`, `allOf`, `anyOf`, `oneOf`, `if`. */
  readonly schema: JsonObject;
  /** The references that were followed. */
  readonly refs: readonly string[];
}

const MOST_REFS = 50;

/** One of the plain schemas that a schema allows: references resolved, alternatives chosen by chance. */
export function flatten(schema: Json | undefined, options: FlattenOptions): Flat {
  const refs: string[] = [];
  const plain = (part: Json | undefined): JsonObject => {
    if (part === false) return {enum: []};
    if (!isObject(part)) return {};
    const {$ref, allOf, anyOf, oneOf, if: condition, then, else: otherwise, ...rest} = part;
    const parts: (Json | undefined)[] = [...listOf(allOf)];
    if (typeof $ref === 'string' && refs.length < MOST_REFS) {
      refs.push($ref);
      parts.push(resolveRef(options.root, $ref));
    }
    for (const choices of [listOf(anyOf), listOf(oneOf)]) if (choices.length > 0) parts.push(choose(choices, options));
    if (condition !== undefined) parts.push(...(options.random.next() < 0.5 ? [condition, then] : [otherwise]));
    return parts.reduce<JsonObject>((merged, next) => mergeSchemas(merged, plain(next)), rest);
  };
  return {schema: plain(schema), refs};
}

function choose(choices: readonly Json[], {random, small}: FlattenOptions): Json {
  const order = random.shuffle(choices);
  return (small ? order.sort((one, other) => sizeOf(one) - sizeOf(other)) : order)[0]!;
}

/** How large a value of this schema gets at the least, roughly: what is nested or refers elsewhere comes last. */
function sizeOf(schema: Json): number {
  if (!isObject(schema)) return 1;
  if (schema.$ref !== undefined) return 100;
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (choices.length > 0) return Math.min(...choices.map(sizeOf));
  const types = typesOf(schema);
  if (types.includes('null')) return 0;
  if (types[0] === 'array')
    return 1 + (numberOf(schema.minItems) ?? 0) * (isObject(schema.items) ? sizeOf(schema.items) : 1);
  const properties = membersOf(schema.properties);
  const required = listOf(schema.required).map((name) =>
    typeof name === 'string' ? own(properties, name) : undefined,
  );
  return 1 + required.reduce<number>((sum, member) => sum + sizeOf(member ?? true), 0);
}
