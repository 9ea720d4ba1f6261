import type {OpenProvider} from '@agac/provider';
import {lowered} from '@agac/provider/kit';
import {openAiShaped} from '@agac/provider/openai-shape';
import {commonDialect, expiresAfter} from './dialect.js';
import {describeModel} from './models.js';
import {readOptions} from './options.js';

/** Opens the adapter for OpenAI; sends nothing. */
export const open: OpenProvider = (settings) => {
  const options = readOptions(settings.options);
  const {organization, project} = options;
  return openAiShaped(settings, {
    ...commonDialect(options),
    vendor: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    // Below it are the hosts of single regions.
    ownHosts: ['api.openai.com', '*.api.openai.com'],
    headers: (key) => ({
      authorization: `Bearer ${key}`,
      ...(organization !== undefined && {'openai-organization': organization}),
      ...(project !== undefined && {'openai-project': project}),
    }),
    describe: (model) => lowered(describeModel(model, options.endpoint), options.limits),
    uploadFields: expiresAfter(),
  });
};
