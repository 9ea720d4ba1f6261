import type {JsonObject} from '@agac/provider';
import {type Address, addressAt} from './address-at.js';
import {checkKeys, type KeyTable, unsupported} from './check-keys.js';
import {compact, mapOf} from './keys-of.js';
import {isMap, type Located, type LocatedMap, type Place, toJson} from './located.js';
import type {Problems} from './problems.js';
import {reportSecrets} from './secrets.js';
import {TEXT} from './shapes.js';
import {variableAt} from './variable-at.js';

/** What `providers:` says of one vendor. Actions of that vendor start with it. */
export interface VendorSettings {
  /** Where it is written. */
  readonly place: Place;
  /** The named adapter that is to serve the vendor, and where it is written. */
  readonly adapter?: Place & {readonly name: string};
  readonly keyEnv?: string;
  readonly address?: Address;
  /** All its other keys, for the provider as they are. */
  readonly options: JsonObject;
}

/** Shapes are judged where the values are read; the address and the key's variable may hold a secret. */
const VENDOR_KEYS: KeyTable = {
  adapter: TEXT,
  api_key: {...TEXT, secret: true},
  base_url: {...TEXT, secret: true},
  vendor_options: unsupported('Write the options themselves, beside base_url.'),
};

/** Reads `providers:`, by the vendors' names. What is wrong is left out, with a problem. */
export function parseVendors(providers: Located | undefined, problems: Problems): ReadonlyMap<string, VendorSettings> {
  const vendors = [...mapOf(providers)].flatMap(([name, entry]) => {
    const settings = parseVendor(name, entry, problems);
    return settings === undefined ? [] : [[name, settings] as const];
  });
  return new Map(vendors);
}

function parseVendor(name: string, entry: Located, problems: Problems): VendorSettings | undefined {
  const {file, line, value} = entry;
  if (value !== null && !isMap(value)) {
    const suggestion = `Write ${name}: {base_url: https://…, api_key: MY_API_KEY}`;
    return void problems.error(entry, `"${name}" is not a map. (It is not shown here: it may be a key.)`, suggestion);
  }
  const keys = mapOf(entry);
  const isOurs = ([key]: readonly [string, Located]) => Object.hasOwn(VENDOR_KEYS, key);
  checkKeys({...entry, value: new Map([...keys].filter(isOurs))}, {table: VENDOR_KEYS, of: name}, problems);
  const options: Located = {...entry, value: new Map([...keys].filter((each) => !isOurs(each)))};
  reportSecrets(options, problems);
  return compact<VendorSettings>({
    place: {file, line},
    adapter: adapterAt(keys),
    keyEnv: variableAt(keys.get('api_key'), problems),
    address: addressAt(keys.get('base_url'), problems),
    options: toJson(options) as JsonObject,
  });
}

function adapterAt(keys: LocatedMap): VendorSettings['adapter'] {
  const entry = keys.get('adapter');
  if (typeof entry?.value !== 'string' || entry.value.trim() === '') return undefined;
  return {file: entry.file, line: entry.line, name: entry.value.trim()};
}
