import type {Json, JsonObject} from '@agac/provider';
import {itemSchemas} from './fits.js';
import type {MakeValue, Place} from './place.js';
import type {Random} from './random.js';
import {isObject, listOf, numberOf} from './schema.js';

export interface ArrayOptions {
  readonly random: Random;
  readonly make: MakeValue;
  /** Only what has to be there. */
  readonly small: boolean;
}

const USUAL_MOST = 3;
const TRIES = 100;

/** An array that fits a schema: one to three items where it does not say how many. */
export function sampleArray(schema: JsonObject, place: Place, {random, make, small}: ArrayOptions): readonly Json[] {
  const {first, rest} = itemSchemas(schema);
  const count = countFor(schema, {random, small});
  const inside: Place = {...place, depth: place.depth + 1};
  const items: Json[] = [];
  const seen = new Set<string>();
  const unique = schema.uniqueItems === true;
  for (let tries = 0; items.length < count && tries < count + TRIES; tries += 1) {
    const itemSchema = items.length < first.length ? first[items.length] : rest;
    if (itemSchema === false) break;
    const item = make(unique ? withoutSeen(itemSchema, items) : itemSchema, inside);
    const text = JSON.stringify(item);
    if (unique && seen.has(text)) continue;
    seen.add(text);
    items.push(item);
  }
  return items;
}

function countFor(schema: JsonObject, {random, small}: {random: Random; small: boolean}): number {
  const {first} = itemSchemas(schema);
  const least = numberOf(schema.minItems);
  if (small) return least ?? 0;
  const low = least ?? Math.max(1, first.length);
  const high = Math.min(numberOf(schema.maxItems) ?? Infinity, Math.max(low, USUAL_MOST));
  return random.int(Math.min(low, high), high);
}

/** Where all possible values are listed, those left; chance alone would take long to find the last of them. */
function withoutSeen(schema: Json | undefined, items: readonly Json[]): Json | undefined {
  if (!isObject(schema)) return schema;
  const all = schema.type === 'boolean' ? [true, false] : (listOf(schema.enum) ?? []);
  const values = all.length > 0 ? all : integersOf(schema);
  const left = values.filter((value) => !items.includes(value));
  return left.length === 0 ? schema : {...schema, enum: left};
}

const MOST_LISTED = 1000;

function integersOf({type, minimum, maximum}: JsonObject): readonly Json[] {
  const [low, high] = [numberOf(minimum), numberOf(maximum)];
  if (type !== 'integer' || low === undefined || high === undefined || high - low > MOST_LISTED) return [];
  return Array.from({length: Math.max(0, Math.floor(high) - Math.ceil(low) + 1)}, (_, index) => Math.ceil(low) + index);
}
