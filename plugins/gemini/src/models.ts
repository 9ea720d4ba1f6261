import type {BatchRate, ModelCard, ParameterName} from '@agac/provider';

const PARAMETERS: readonly ParameterName[] = ['temperature', 'maxTokens', 'topP', 'stop', 'seed'];
const PENALTIES: readonly ParameterName[] = ['presencePenalty', 'frequencyPenalty'];

/**
 * Models after these answer 400, "Penalty is not enabled for models/…", although the reference has the fields.
 * github.com/BerriAI/litellm/pull/32273 (2.5) and /pull/16907 (3), read 2026-11-25.
 */
const WITH_PENALTIES = /^gemini-(1\.|2\.0)/;

/** "JSON mode is not enabled for models/gemma-3-27b-it"; read 2026-11-25 in github.com/FirebaseExtended, a pull request. */
const WITHOUT_SCHEMA = /^gemma/;

/**
 * Half the price; but "if a request in your batch results in a cache hit, the cached tokens are priced the same as for
 * non-batch API traffic": ai.google.dev/gemini-api/docs/batch-api, technical details. Prompts are cached without being
 * asked to from Gemini 2.5 on.
 */
const BATCH_RATE: BatchRate = {
  share: 0.5,
  cached: 'price',
  source: 'https://ai.google.dev/gemini-api/docs/batch-api',
  asOf: '2026-11-25',
};

/** An input file may have 2 GB; how many requests, Google does not say. ai.google.dev/gemini-api/docs/batch-api, 2026-11-23. */
const MOST_BYTES = 2_000_000_000;
/** A job that waited or ran for longer is EXPIRED. The same page, same day. */
const WINDOW_HOURS = 48;

/** What is known of a model; for one never heard of, what Google says of all. How long results are kept, it does not say. */
export function describeModel(written: string): ModelCard {
  const model = modelId(written);
  return {
    model: written,
    limits: {bytes: MOST_BYTES},
    schema: WITHOUT_SCHEMA.test(model) ? 'none' : 'strict',
    parameters: WITH_PENALTIES.test(model) ? [...PARAMETERS, ...PENALTIES] : PARAMETERS,
    partialResults: false,
    windowHours: WINDOW_HOURS,
    listed: {provider: 'google', model},
    batchRate: BATCH_RATE,
  };
}

/** A model's id without the `models/` that Google itself puts before it. */
export function modelId(model: string): string {
  return model.replace(/^models\//, '');
}
