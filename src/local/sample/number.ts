import type {JsonObject} from '@agac/provider';
import {fitsNumber} from './fits.js';
import type {Random} from './random.js';
import {numberOf} from './schema.js';

const USUAL_RANGE = 100;
const TRIES = 50;
const MOST_TIMES = 1000;
/** As many as survive the error of a product. */
const DIGITS = 12;

/** A number within a schema's bounds; two decimals where there is room for them. */
export function sampleNumber(schema: JsonObject, random: Random, kind: 'integer' | 'number'): number {
  const {low, high} = rangeOf(schema);
  const multiple = numberOf(schema.multipleOf);
  const step = kind === 'integer' ? wholeStep(multiple ?? 1) : multiple;
  if (step !== undefined) return sampleMultiple({low, high, step}, schema, random);
  const rounded = Math.round((low + (high - low) * random.next()) * 100) / 100;
  if (fitsNumber(rounded, schema)) return rounded;
  const within = low + (high - low) * (0.1 + 0.8 * random.next());
  return fitsNumber(within, schema) ? within : low;
}

interface Multiples {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

function sampleMultiple({low, high, step}: Multiples, schema: JsonObject, random: Random): number {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  // By chance first, then one after another; `3 * 0.1` is not the multiple that `0.3` is, so both are tried.
  for (let tries = 0; tries < 2 * TRIES; tries += 1) {
    const count = tries < TRIES ? random.int(first, Math.max(first, last)) : first + tries - TRIES;
    const found = [count * step, Number((count * step).toPrecision(DIGITS))].find((value) => fitsNumber(value, schema));
    if (found !== undefined) return found;
  }
  return first * step;
}

/** The smallest whole multiple of a step. */
function wholeStep(step: number): number {
  for (let times = 1; times <= MOST_TIMES; times += 1) {
    const product = Number((step * times).toPrecision(DIGITS));
    if (Number.isInteger(product)) return product;
  }
  return 1;
}

function rangeOf(schema: JsonObject): {readonly low: number; readonly high: number} {
  const low = highest(schema.minimum, schema.exclusiveMinimum);
  const high = -highest(negative(schema.maximum), negative(schema.exclusiveMaximum));
  // So far from zero that adding the usual range would change nothing, the range has to grow.
  const span = (bound: number) =>
    Math.max(USUAL_RANGE, Math.abs(bound) / 10, Math.abs(numberOf(schema.multipleOf) ?? 0) * 10);
  if (low === -Infinity && high === Infinity) return {low: 0, high: span(0)};
  if (low === -Infinity) return {low: high - span(high), high};
  return {low, high: high === Infinity ? low + span(low) : high};
}

function highest(...bounds: readonly (JsonObject[string] | undefined)[]): number {
  return Math.max(-Infinity, ...bounds.map((bound) => numberOf(bound) ?? -Infinity));
}

function negative(bound: JsonObject[string]): number | undefined {
  const value = numberOf(bound);
  return value === undefined ? undefined : -value;
}
