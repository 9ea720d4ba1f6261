import {fault, type JsonObject, type OpenProvider, type Probe, type Settings} from '@agac/provider';
import {openClient} from '@agac/provider/kit';
import {openAiShaped, probeBatches} from '@agac/provider/openai-shape';
import {dialectOf} from './dialect.js';
import type {Facts} from './facts.js';
import {type Options, readOptions} from './options.js';

/**
 * Opens the adapter for a server with OpenAI's batch API, which the user calls `settings.name`; sends nothing. Throws
 * `no-base-url` where nobody says where it is, and `unsupported` with all that is wrong with the options.
 */
export const open: OpenProvider = (asked) => {
  const options = readOptions(asked.name, asked.options);
  const {facts} = options;
  const baseUrl = asked.baseUrl ?? facts.baseUrl ?? noBaseUrl(asked.name);
  const settings: Settings = {...asked, baseUrl, key: keyOf(asked, facts)};
  const dialect = dialectOf(options, baseUrl);
  const client = openClient(settings, dialect);
  return {
    ...openAiShaped(settings, dialect),
    probe: async (call) => {
      const found = said(facts) ?? (await probeBatches(client, dialect, call));
      // The host knows neither the address of a preset nor which options are the adapter's own.
      return found.batch ? found : {...found, chat: {baseUrl, options: withForm(options)}};
    },
  };
};

/** The fields of every body; and that the server takes no schema, where that is known: the built-in engine's own option. */
function withForm({body, facts}: Options): JsonObject {
  return facts.structuredOutput === 'json' ? {...body, structured_output: 'json'} : body;
}

/** What the user says of a batch lane; undefined: nothing. */
function said({batchLane}: Facts): Probe | undefined {
  if (batchLane === undefined) return undefined;
  return batchLane ? {batch: true} : {batch: false, why: 'The option batch_lane says that there is none.'};
}

/** A server of one's own may want no key: then none is sent, where none is named. */
function keyOf({name, keyEnv, key}: Settings, facts: Facts): Settings['key'] {
  if (keyEnv !== undefined) return key;
  if (facts.keyEnv === undefined) return () => '';
  const {keyEnv: usual} = facts;
  return () => {
    const message = `${name} needs a key, and nobody says which variable holds it.`;
    throw fault({code: 'no-key', message, hint: `Write api_key: ${usual}.`, retry: 'never', outcome: 'not-sent'});
  };
}

function noBaseUrl(name: string): never {
  const message = `Nobody says where ${name} is.`;
  const hint = `Write base_url: under providers: ${name}: in agent_actions.yml, such as https://api.example.com/v1.`;
  throw fault({code: 'no-base-url', message, hint, retry: 'never', outcome: 'not-sent'});
}
