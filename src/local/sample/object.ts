import type {Json, JsonObject} from '@agac/provider';
import {memberSchemas} from './fits.js';
import {textForPattern} from './pattern-text.js';
import type {MakeValue, Place} from './place.js';
import type {Random} from './random.js';
import {isObject, listOf, membersOf, numberOf, own} from './schema.js';
import type {Topic} from './topic.js';

export interface ObjectOptions {
  readonly random: Random;
  readonly topic: Topic;
  readonly make: MakeValue;
  /** Only what has to be there. */
  readonly small: boolean;
}

const OPTIONAL_SHARE = 0.9;
const USUAL_ENTRIES = 2;
const TRIES = 50;

/** An object that fits a schema, its members in the schema's order; most of the optional ones are there. */
export function sampleObject(schema: JsonObject, place: Place, options: ObjectOptions): JsonObject {
  const named = namesFor(schema, options);
  const names = [...named, ...extraNames(schema, named, options)];
  const depth = place.depth + 1;
  // fromEntries defines members; an assignment would lose one that is named __proto__.
  return Object.fromEntries(
    names.map((name) => [name, options.make(schemaFor(name, schema), {name, depth, refs: place.refs})]),
  );
}

function namesFor(schema: JsonObject, {random, small}: ObjectOptions): readonly string[] {
  const properties = membersOf(schema.properties);
  const required = listOf(schema.required).filter((name) => typeof name === 'string');
  const optional = Object.keys(properties).filter(
    (name) => !required.includes(name) && own(properties, name) !== false,
  );
  const wanted = optional.filter(() => !small && random.next() < OPTIONAL_SHARE);
  const least = numberOf(schema.minProperties) ?? 0;
  const most = numberOf(schema.maxProperties) ?? Infinity;
  const more = optional
    .filter((name) => !wanted.includes(name))
    .slice(0, Math.max(0, least - required.length - wanted.length));
  const chosen = new Set([...required, ...[...wanted, ...more].slice(0, Math.max(0, most - required.length))]);
  const inOrder = Object.keys(properties).filter((name) => chosen.has(name));
  return [...inOrder, ...required.filter((name) => !Object.hasOwn(properties, name))];
}

/** Names of the schema's own making: what a minimum asks for, or a few where the object is a map. */
function extraNames(schema: JsonObject, named: readonly string[], options: ObjectOptions): readonly string[] {
  const patterns = Object.keys(membersOf(schema.patternProperties));
  const closed = schema.additionalProperties === false;
  if (closed && patterns.length === 0) return [];
  const isMap =
    Object.keys(membersOf(schema.properties)).length === 0 &&
    (isObject(schema.additionalProperties) || patterns.length > 0);
  const least = (numberOf(schema.minProperties) ?? 0) - named.length;
  const most = (numberOf(schema.maxProperties) ?? Infinity) - named.length;
  const count = Math.min(most, Math.max(least, isMap && !options.small ? USUAL_ENTRIES : 0));
  const names = new Set<string>();
  for (let tries = 0; names.size < count && tries < count + TRIES; tries += 1) {
    const name = extraName(schema, options, closed ? options.random.pick(patterns) : undefined);
    if (!named.includes(name)) names.add(name);
  }
  return [...names];
}

function extraName(schema: JsonObject, {random, topic, make}: ObjectOptions, pattern: string | undefined): string {
  if (pattern !== undefined) return textForPattern(pattern, {}, random) ?? 'name';
  if (!isObject(schema.propertyNames)) return `${topic.slug(random)}_${random.int(1, 99)}`;
  return String(make({type: 'string', ...schema.propertyNames}, {name: 'key', depth: 0, refs: []}));
}

function schemaFor(name: string, schema: JsonObject): Json | undefined {
  const schemas = memberSchemas(name, schema).filter((member) => member !== undefined);
  return schemas.length < 2 ? schemas[0] : {allOf: schemas};
}
