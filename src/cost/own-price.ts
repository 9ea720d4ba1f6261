import type {Json, JsonObject} from '@agac/provider';
import type {Rates} from '../domain/cost.js';

/** A price of the project's own: what it says of the standard price, and of the batch lane. */
export interface OwnPrice {
  readonly rates: Rates;
  /** The share of it that is billed in batch mode; undefined: the vendor's. */
  readonly batchShare?: number;
}

const FIELDS = {
  input: 'input',
  output: 'output',
  cached_input: 'cachedInput',
  cache_write: 'cacheWrite',
  batch_share: 'batchShare',
} as const;

/** What the option looks like, for a message. */
export const PRICE_EXAMPLE = 'price: {input: 1.25, output: 10}';

/**
 * What the option `price` says of a model: US dollars for a million tokens, or a map of such by `model_name`. It is
 * agac's own option, which no vendor is sent. Undefined: nothing. A text: what is wrong with it.
 */
export function ownPrice({price}: JsonObject, model: string): OwnPrice | string | undefined {
  if (price === undefined) return undefined;
  const whole = mapOf(price);
  if (whole === undefined) return `The option price is not a map, such as ${PRICE_EXAMPLE}.`;
  const isByModel = Object.values(whole).some((value) => mapOf(value) !== undefined);
  if (!isByModel) return readPrice(whole, 'price');
  if (!Object.hasOwn(whole, model)) return undefined;
  const ofModel = mapOf(whole[model]);
  return ofModel === undefined ? `The price of ${model} is not a map.` : readPrice(ofModel, `the price of ${model}`);
}

function readPrice(map: JsonObject, name: string): OwnPrice | string {
  const read: Partial<Record<(typeof FIELDS)[keyof typeof FIELDS], number>> = {};
  for (const [key, value] of Object.entries(map)) {
    const field = Object.hasOwn(FIELDS, key) ? FIELDS[key as keyof typeof FIELDS] : undefined;
    if (field === undefined) return `${name} has no field ${key}; it has ${Object.keys(FIELDS).join(', ')}.`;
    if (typeof value !== 'number' || !(value >= 0)) return `${name}: ${key} is not a number of US dollars.`;
    read[field] = value;
  }
  const {input, output, batchShare, ...cached} = read;
  if (input === undefined || output === undefined) return `${name} needs both input and output: ${PRICE_EXAMPLE}.`;
  return {rates: {input, output, ...cached}, ...(batchShare !== undefined && {batchShare})};
}

function mapOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
