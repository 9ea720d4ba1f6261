import {nearest} from '../domain/nearest.js';
import {textAt} from '../project/keys-of.js';
import type {Located} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {isVariableName} from '../project/secrets.js';
import type {Draft} from './draft.js';
import type {Reading} from './reading.js';

/** Which model answers, and how it is reached. */
export interface ModelConnection {
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly keyEnv: string | undefined;
  readonly baseUrl: string | undefined;
}

/** Reads vendor, model, the name of the key's variable, and the address. What is wrong is undefined, with a problem. */
export function parseConnection(draft: Draft, reading: Reading): ModelConnection {
  const {problems} = reading;
  const {keys} = draft;
  for (const key of ['model_vendor', 'model_name']) {
    if ((keys.get(key)?.value ?? null) === null) reportMissing(key, draft, reading);
  }
  return {
    vendor: vendorAt(keys.get('model_vendor'), reading),
    model: textAt(keys, 'model_name')?.trim(),
    keyEnv: variableAt(keys.get('api_key'), problems),
    baseUrl: addressAt(keys.get('base_url'), problems),
  };
}

function reportMissing(key: string, {name, place}: Draft, {known, settings, problems}: Reading): void {
  const where = `under the action, under defaults:, or under default_agent_config: in ${settings.file}`;
  const example = key === 'model_vendor' ? (known.providers[0] ?? 'local') : 'the-model';
  problems.error(place, `The action "${name}" has no ${key}.`, `Write ${key}: ${example} ${where}.`);
}

function vendorAt(entry: Located | undefined, {known, problems}: Reading): string | undefined {
  if (typeof entry?.value !== 'string') return undefined;
  const vendor = entry.value.trim();
  if (known.providers.includes(vendor)) return vendor;
  const near = nearest(vendor, known.providers);
  const suggestion = near === undefined ? `agac plugins install @agac/provider-${vendor}` : `Did you mean "${near}"?`;
  return void problems.error(entry, `No installed provider is named "${vendor}".`, suggestion);
}

/** `NAME` or `${NAME}`. Anything else may be a key and is not shown. */
function variableAt(entry: Located | undefined, problems: Problems): string | undefined {
  if (typeof entry?.value !== 'string') return undefined;
  const text = entry.value.trim();
  const name = /^\$\{(.+)\}$/.exec(text)?.[1]?.trim() ?? text;
  if (isVariableName(name)) return name;
  const message = '"api_key" is not the name of an environment variable. (It is not shown here: it may be a key.)';
  return void problems.error(
    entry,
    message,
    'Write api_key: MY_API_KEY, for example, and put the key itself into .env or the environment.',
  );
}

function addressAt(entry: Located | undefined, problems: Problems): string | undefined {
  if (typeof entry?.value !== 'string') return undefined;
  const text = entry.value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return void problems.error(entry, '"base_url" is not an address that begins with https:// or http://.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const message = '"base_url" holds more than an address: a user name, password or query. (It is not shown here.)';
    return void problems.error(
      entry,
      message,
      'Write scheme, host and path alone; api_key names the variable with the key.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.warn(
      entry,
      `Requests to ${url.host} go over http: others on the way can read them and the key.`,
      'Use https.',
    );
  }
  return text;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
