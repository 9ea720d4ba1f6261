import {pathToFileURL} from 'node:url';
import {fault, isFault, type OpenProvider, type Provider, type Settings} from '@agac/provider';
import {redact} from '@agac/provider/kit';
import {AgacError} from '../domain/errors.js';
import type {Connection} from '../domain/run.js';
import {CONTRACT, type ProviderEntry} from './discover.js';
import {providerOf} from './find.js';
import {keyWay, refusedHost} from './key-way.js';
import {addressOf, keyVariable, type Opening} from './reach.js';
import {redacting} from './wrap/redacting.js';
import {retrying} from './wrap/retrying.js';

/** Imports the provider's module and opens it. Sends nothing. Throws KEY_HOST_REFUSED where its key may not go. */
export async function openProvider(connection: Connection, opening: Opening): Promise<Provider> {
  const {entries, env, spool} = opening;
  const entry = providerOf(connection, entries);
  if (entry.contract !== CONTRACT) {
    const message = `${entry.plugin} ${entry.version} is built for contract ${entry.contract}; this agac speaks ${CONTRACT}.`;
    throw new AgacError('PROVIDER_INVALID', message, {actions: [`agac plugins install ${entry.plugin}@latest`]});
  }
  const open = await importOpen(entry);
  const keyEnv = keyVariable(connection, entry);
  const key = keyEnv === undefined ? undefined : env[keyEnv];
  const secrets = key === undefined ? [] : [key];
  const provider = (() => {
    try {
      return retrying(redacting(open(settingsFor(connection, {entry, env, spool})), secrets));
    } catch (cause) {
      throw notOpened(connection, entry, {cause, secrets});
    }
  })();
  const way = keyWay(connection, provider, opening);
  const refused = way && refusedHost(way, opening);
  if (refused !== undefined) throw refused;
  return provider;
}

/** Throws KEY_MISSING, by the variable's name, unless the connection's key is there. */
export function requireKey(connection: Connection, {entries, env}: Opening): void {
  const name = keyVariable(connection, providerOf(connection, entries));
  if (name === undefined || (env[name] ?? '') !== '') return;
  throw new AgacError('KEY_MISSING', `The environment variable ${name} is not set; ${connection.vendor} needs it.`, {
    actions: [`export ${name}=…`, 'or put it into the file .env at the root of the project.'],
    data: {variable: name, provider: connection.vendor},
  });
}

function settingsFor(
  connection: Connection,
  {entry, env, spool}: {entry: ProviderEntry; env: Opening['env']; spool: string},
): Settings {
  const keyEnv = keyVariable(connection, entry);
  const baseUrl = addressOf(connection, entry, env)?.url;
  const key = () => {
    const value = keyEnv === undefined ? undefined : env[keyEnv];
    if (value !== undefined && value !== '') return value;
    const message = `The environment variable ${keyEnv ?? '(none named)'} is not set.`;
    throw fault({code: 'no-key', message, retry: 'never', outcome: 'not-sent'});
  };
  // The price is agac's own option; a vendor would take it for a field of its request.
  const {price: _, ...options} = connection.options;
  return {name: connection.vendor, baseUrl, keyEnv, key, spool, options};
}

async function importOpen(entry: ProviderEntry): Promise<OpenProvider> {
  try {
    const module = (await import(pathToFileURL(entry.module).href)) as {open?: unknown};
    if (typeof module.open === 'function') return module.open as OpenProvider;
  } catch (cause) {
    const message = `The provider ${entry.name} of ${entry.plugin} ${entry.version} cannot be loaded: ${(cause as Error).message}`;
    throw new AgacError('PROVIDER_INVALID', message, {actions: [`agac plugins install ${entry.plugin}`], cause});
  }
  throw new AgacError('PROVIDER_INVALID', `${entry.module} of ${entry.plugin} exports no function named open.`);
}

function notOpened(
  {vendor}: Connection,
  {name, plugin, version}: ProviderEntry,
  {cause, secrets}: {cause: unknown; secrets: readonly string[]},
): AgacError {
  const said = redact(cause instanceof Error ? cause.message : String(cause), secrets);
  const code = isFault(cause) && cause.code === 'no-key' ? 'KEY_MISSING' : 'PROVIDER_INVALID';
  const served = vendor === name ? '' : ` for ${vendor}`;
  return new AgacError(code, `The provider ${name} of ${plugin} ${version} cannot be opened${served}: ${said}`, {
    actions: isFault(cause) && cause.hint !== undefined ? [redact(cause.hint, secrets)] : [],
  });
}
