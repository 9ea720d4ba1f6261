import type {ModelCard} from '@agac/provider';

/** Decode by a schema: console.groq.com/docs/structured-outputs, read 2026-11-25. */
const STRICT = ['openai/gpt-oss-20b', 'openai/gpt-oss-120b'];

/**
 * Are given a schema and may fail to keep to it; the same page. That page does not name qwen3.8, of which users say that
 * it takes schemas.
 */
const BEST_EFFORT = [
  'openai/gpt-oss-safeguard-20b',
  'moonshotai/kimi-k2-instruct',
  'moonshotai/kimi-k2-instruct-0905',
  'meta-llama/llama-4-maverick-17b-128e-instruct',
  'meta-llama/llama-4-scout-17b-16e-instruct',
  'qwen/qwen3.8-27b',
];

/**
 * What is known of a model; for one never heard of, what Groq says of all. Of the size of a file two pages of Groq's say
 * different things, 200 MB (docs/batch) and 100 MB (docs/api-reference, groq-sdk 1.6.0): the smaller holds here. No
 * model supports penalties yet (groq-sdk 1.6.0). All of it read 2026-11-25.
 */
export function describeModel(model: string, windowHours: number): ModelCard {
  return {
    model,
    limits: {requests: 50_000, bytes: 100_000_000},
    schema: decodesBySchema(model) ? 'strict' : 'hint',
    parameters: ['temperature', 'maxTokens', 'topP', 'stop', 'seed'],
    partialResults: false,
    windowHours,
    retentionDays: 30,
    listed: {provider: 'groq', model},
    // The discounts for batches and for cached tokens do not add up.
    batchRate: {share: 0.5, cached: 'input', source: 'https://console.groq.com/docs/batch', asOf: '2026-11-25'},
  };
}

export function decodesBySchema(model: string): boolean {
  return STRICT.includes(model);
}

/** Whether a model takes no schema, but can be held to some JSON, as all of Groq's can. */
export function isHeldToJsonOnly(model: string): boolean {
  return !decodesBySchema(model) && !BEST_EFFORT.includes(model);
}
