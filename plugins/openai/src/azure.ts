import {fault, type ModelCard, type OpenProvider} from '@agac/provider';
import {lowered} from '@agac/provider/kit';
import {openAiShaped} from '@agac/provider/openai-shape';
import {commonDialect, expiresAfter} from './dialect.js';
import {describeModel} from './models.js';
import {readOptions} from './options.js';

const FOURTEEN_DAYS = 14 * 24 * 60 * 60;
/** Azure asks not to be asked more often. */
const POLL_MS = 60_000;
/** Every resource has a name below one of them. */
const OWN_HOSTS = ['*.openai.azure.com', '*.cognitiveservices.azure.com', '*.services.ai.azure.com'];

/**
 * Opens the adapter for Azure OpenAI, whose "model" is the name of a deployment; sends nothing. Throws `no-base-url`
 * where nobody says which resource it is.
 */
export const open: OpenProvider = (settings) => {
  const options = readOptions(settings.options);
  const {apiVersion} = options;
  const baseUrl = resourceUrl(settings.baseUrl, apiVersion);
  return openAiShaped(
    {...settings, baseUrl},
    {
      ...commonDialect(options),
      vendor: 'Azure OpenAI',
      baseUrl,
      ownHosts: OWN_HOSTS,
      ...(apiVersion !== undefined && {query: `api-version=${encodeURIComponent(apiVersion)}`}),
      headers: (key) => ({'api-key': key}),
      describe: (model) => lowered(describeDeployment(model, options.endpoint), options.limits),
      // Files that expire may be 10,000 in a resource, others 500; 14 days is the least that Azure takes.
      uploadFields: expiresAfter(FOURTEEN_DAYS),
      pollMs: POLL_MS,
    },
  );
};

/** `https://NAME.openai.azure.com`, as the variable holds it, or that with the path of either API behind it. */
function resourceUrl(baseUrl: string | undefined, apiVersion: string | undefined): string {
  const url = baseUrl === undefined ? undefined : URL.parse(baseUrl);
  if (url === undefined || url === null) {
    const message = 'Azure OpenAI needs the address of your resource, https://NAME.openai.azure.com.';
    const hint = 'Write base_url:, or set AZURE_OPENAI_ENDPOINT.';
    throw fault({code: 'no-base-url', message, hint, retry: 'never', outcome: 'not-sent'});
  }
  if (url.pathname !== '/') return url.href;
  return `${url.origin}${apiVersion === undefined ? '/openai/v1' : '/openai'}`;
}

/**
 * Of the model behind a deployment nothing is known but by its name. Jobs do not expire: after 24 hours they go on.
 * learn.microsoft.com, "Azure OpenAI batch", read 2026-11-23.
 */
function describeDeployment(...[model, endpoint]: Parameters<typeof describeModel>): ModelCard {
  const {windowHours: _, retentionDays: __, listed, ...card} = describeModel(model, endpoint);
  return {
    ...card,
    limits: {requests: 100_000, bytes: 200_000_000},
    listed: {provider: 'azure', model: listed?.model ?? model},
    batchRate: {
      share: 0.5,
      cached: 'share',
      source: 'https://azure.microsoft.com/pricing/details/cognitive-services/openai-service',
      asOf: '2026-11-23',
    },
  };
}
