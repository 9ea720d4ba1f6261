import type {JsonObject} from '@agac/provider';
import {BUILT_IN_ENGINE} from '../domain/built-in-engine.js';
import {nearest} from '../domain/nearest.js';
import {addressAt} from '../project/address-at.js';
import {textAt} from '../project/keys-of.js';
import type {Located} from '../project/located.js';
import {variableAt} from '../project/variable-at.js';
import type {Draft} from './draft.js';
import type {Reading} from './reading.js';
import {adapterOf, reportUnserved} from './vendors.js';

/** Which model answers, and how it is reached. */
export interface ModelConnection {
  readonly vendor: string | undefined;
  readonly adapter: string | undefined;
  readonly model: string | undefined;
  readonly keyEnv: string | undefined;
  readonly baseUrl: string | undefined;
  /** What the project settings tell the vendor's provider. */
  readonly options: JsonObject;
}

/**
 * Reads vendor, model, the name of the key's variable, and the address; what the workflow does not say of them, the
 * project settings may say of the vendor. What is wrong is undefined, with a problem.
 */
export function parseConnection(draft: Draft, reading: Reading): ModelConnection {
  const {problems, settings} = reading;
  const {keys} = draft;
  for (const key of ['model_vendor', 'model_name']) {
    if ((keys.get(key)?.value ?? null) === null) reportMissing(key, draft, reading);
  }
  const {vendor, adapter} = vendorAt(keys.get('model_vendor'), reading);
  const said = vendor === undefined ? undefined : settings.vendors.get(vendor);
  const address = addressAt(keys.get('base_url'), problems) ?? said?.address;
  if (address !== undefined) reading.addresses.set(draft.name, address);
  return {
    vendor,
    adapter,
    model: textAt(keys, 'model_name')?.trim(),
    keyEnv: variableAt(keys.get('api_key'), problems) ?? said?.keyEnv,
    baseUrl: address?.url,
    options: said?.options ?? {},
  };
}

function reportMissing(key: string, {name, place}: Draft, {known, settings, problems}: Reading): void {
  const where = `under the action, under defaults:, or under default_agent_config: in ${settings.file}`;
  const example = key === 'model_vendor' ? (known.providers[0] ?? BUILT_IN_ENGINE) : 'the-model';
  problems.error(place, `The action "${name}" has no ${key}.`, `Write ${key}: ${example} ${where}.`);
}

type Vendor = Partial<Pick<ModelConnection, 'vendor' | 'adapter'>>;

function vendorAt(entry: Located | undefined, {known, settings, problems}: Reading): Vendor {
  if (typeof entry?.value !== 'string') return {};
  const vendor = entry.value.trim();
  if (known.providers.includes(vendor)) return {vendor};
  const own = settings.vendors.get(vendor);
  if (own === undefined) {
    problems.error(entry, `No installed provider is named "${vendor}".`, insteadOf(vendor, {known, settings}));
    return {};
  }
  const adapter = adapterOf(own, known);
  if (adapter !== undefined) return {vendor, adapter};
  reportUnserved(vendor, own, known, problems);
  return {};
}

function insteadOf(vendor: string, {known, settings}: Pick<Reading, 'known' | 'settings'>): string {
  const near = nearest(vendor, [...known.providers, ...settings.vendors.keys()]);
  if (near !== undefined) return `Did you mean "${near}"?`;
  const install = `agac plugins install @agac/provider-${vendor}`;
  const [adapter] = known.namedAdapters;
  return adapter === undefined
    ? install
    : `${install}, or write it under providers: in ${settings.file}, to be served by ${adapter}.`;
}
