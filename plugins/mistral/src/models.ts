import type {ModelCard} from '@agac/provider';

/**
 * What is known of a model; for one never heard of, what Mistral says of all. Of the size of a job two pages say different
 * things, a million pending requests (FAQ) and 100,000 a batch (known limitations): the smaller holds here. So it is with
 * how long results are kept: for ever, or 24 hours. A file may have 512 MB. docs.mistral.ai, read 2026-11-23.
 */
export function describeModel(model: string, {timeoutHours}: {readonly timeoutHours: number}): ModelCard {
  return {
    model,
    limits: {requests: 100_000, bytes: 512_000_000},
    schema: 'strict',
    parameters: ['temperature', 'maxTokens', 'topP', 'stop', 'seed', 'presencePenalty', 'frequencyPenalty'],
    partialResults: false,
    windowHours: timeoutHours,
    retentionDays: 1,
    listed: {provider: 'mistral', model},
    batchRate: {share: 0.5, cached: 'share', source: 'https://docs.mistral.ai/capabilities/batch', asOf: '2026-11-23'},
  };
}
