import type {Json, JsonObject} from '@agac/provider';
import {sampleArray} from './array.js';
import {fits} from './fits.js';
import {flatten} from './flatten.js';
import {sampleNumber} from './number.js';
import {sampleObject} from './object.js';
import type {MakeValue, Place} from './place.js';
import type {Random} from './random.js';
import {isObject, listOf, typesOf} from './schema.js';
import {sampleText} from './text.js';
import type {Topic} from './topic.js';

/** What making up one answer shares. */
export interface Maker {
  readonly random: Random;
  readonly topic: Topic;
  /** The whole schema, where references lead. */
  readonly root: JsonObject;
  /** Values checked so far; a schema that nothing fits may not take for ever. */
  checks: number;
}

const TRIES = 30;
const MOST_CHECKS = 1000;
const DEEP = 10;
const DEEPEST = 60;
const CHOOSERS = ['allOf', 'anyOf', 'oneOf', 'not', 'if'];

/** A made-up value that fits a schema; as near as it gets for schemas that nothing fits. */
export function sampleValue(schema: Json | undefined, maker: Maker): Json {
  const make: MakeValue = (inner, place) => {
    if (place.depth > DEEPEST) return null;
    const certain = !isObject(inner) || !CHOOSERS.some((keyword) => inner[keyword] !== undefined);
    for (let tries = 1; ; tries += 1) {
      const value = tryValue(inner, place, {maker, make});
      if (certain || tries === TRIES || maker.checks >= MOST_CHECKS) return value;
      maker.checks += 1;
      if (fits(value, inner, maker.root)) return value;
    }
  };
  return make(schema, {name: '', depth: 0, refs: []});
}

function tryValue(
  schema: Json | undefined,
  place: Place,
  {maker, make}: {readonly maker: Maker; readonly make: MakeValue},
): Json {
  const {random, topic, root} = maker;
  const small = isDeep(place);
  const flat = flatten(schema, {root, random, small});
  const here: Place = {...place, refs: [...place.refs, ...flat.refs]};
  if (flat.schema.const !== undefined) return flat.schema.const;
  if (flat.schema.enum !== undefined) return sampleMember(flat.schema, maker);
  const type = typeFor(flat.schema, random, isDeep(here));
  if (type === 'null') return null;
  if (type === 'boolean') return random.next() < 0.5;
  if (type === 'integer' || type === 'number') return sampleNumber(flat.schema, random, type);
  if (type === 'array') return sampleArray(flat.schema, here, {random, make, small: isDeep(here)});
  if (type === 'object') return sampleObject(flat.schema, here, {random, topic, make, small: isDeep(here)});
  return sampleText(flat.schema, {name: place.name, topic, random});
}

/** Far down, or the second time through the same reference: only what has to be there is filled in. */
function isDeep({depth, refs}: Place): boolean {
  return depth >= DEEP || new Set(refs).size < refs.length - 1;
}

function sampleMember(schema: JsonObject, {random, root}: Maker): Json {
  const members = random.shuffle(listOf(schema.enum));
  return members.find((member) => fits(member, schema, root)) ?? members[0] ?? null;
}

function typeFor(schema: JsonObject, random: Random, small: boolean): string {
  const types = typesOf(schema);
  if (types.length === 0) return impliedType(schema);
  if (types.includes('null') && (small || types.length === 1 || random.next() < 0.1)) return 'null';
  return random.pick(types.filter((type) => type !== 'null'));
}

function impliedType(schema: JsonObject): string {
  const has = (...keywords: readonly string[]) => keywords.some((keyword) => schema[keyword] !== undefined);
  if (has('properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties')) return 'object';
  if (has('items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems')) return 'array';
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number';
  return 'string';
}
