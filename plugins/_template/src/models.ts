import type {ModelCard} from '@agac/provider';

const GENERAL: Omit<ModelCard, 'model'> = {
  limits: {requests: 50_000, bytes: 200_000_000, lineBytes: 1_000_000},
  schema: 'strict',
  parameters: ['temperature', 'maxTokens', 'topP', 'stop', 'seed'],
  partialResults: false,
  windowHours: 24,
  retentionDays: 30,
  batchRate: {share: 0.5, cached: 'share', source: 'https://acme.invalid/prices', asOf: '2026-01-01'},
};

const MODELS = new Map<string, Partial<ModelCard>>([
  [
    'acme-1',
    {
      price: {
        inputPerMillion: 1,
        outputPerMillion: 4,
        source: 'https://acme.invalid/prices',
        asOf: '2026-01-01',
      },
    },
  ],
  ['acme-plain', {schema: 'none'}],
  ['acme-tiny', {limits: {requests: 5, bytes: 10_000, lineBytes: 4_000}}],
]);

/** What is known of a model; for one never heard of, what Acme says of all. */
export function describeModel(model: string): ModelCard {
  return {...GENERAL, ...MODELS.get(model), model};
}
