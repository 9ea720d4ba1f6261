import type {ModelCard, ParameterName} from '@agac/provider';
import {type Endpoint, NOT_IN_RESPONSES} from '@agac/provider/openai-shape';

const PARAMETERS: readonly ParameterName[] = [
  'temperature',
  'maxTokens',
  'topP',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
];

/** These take no sampling parameters: platform.openai.com/docs/guides/reasoning, read 2026-11-23. */
const REASONING = /^(o\d|gpt-5(-mini|-nano)?(-\d{4}-\d{2}-\d{2})?$)/;

/** Models that follow no JSON schema: those before gpt-4o-2024-08-06. */
const WITHOUT_SCHEMA = /^(gpt-3\.5|gpt-4(-\d{4}|-turbo.*)?$|gpt-4o-2024-05-13|o1-(mini|preview))/;

/** What is known of a model; for one never heard of, what OpenAI says of all: 50,000 requests and 200 MB a job. */
export function describeModel(model: string, endpoint: Endpoint): ModelCard {
  return {
    model,
    limits: {requests: 50_000, bytes: 200_000_000},
    schema: WITHOUT_SCHEMA.test(model) ? 'none' : 'strict',
    parameters: parametersOf(model, endpoint),
    partialResults: false,
    windowHours: 24,
    retentionDays: 30,
    listed: {provider: 'openai', model},
    batchRate: {share: 0.5, cached: 'share', source: 'https://openai.com/api/pricing', asOf: '2026-09-02'},
  };
}

function parametersOf(model: string, endpoint: Endpoint): readonly ParameterName[] {
  const taken = REASONING.test(model) ? (['maxTokens', 'seed'] as const) : PARAMETERS;
  const lacking: readonly ParameterName[] = endpoint === '/v1/responses' ? NOT_IN_RESPONSES : [];
  return taken.filter((name) => !lacking.includes(name));
}
