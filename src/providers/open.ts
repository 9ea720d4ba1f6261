import {pathToFileURL} from 'node:url';
import {fault, isFault, type OpenProvider, type Provider, type Settings} from '@agac/provider';
import {redact} from '@agac/provider/kit';
import {AgacError} from '../domain/errors.js';
import {allNear} from '../domain/nearest.js';
import type {Connection} from '../domain/run.js';
import {CONTRACT, type ProviderEntry} from './discover.js';
import {redacting} from './wrap/redacting.js';
import {retrying} from './wrap/retrying.js';

export interface Opening {
  readonly entries: readonly ProviderEntry[];
  /** Variables of the process and of the project's `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly spool: string;
}

/** The one provider of this name. Throws PROVIDER_MISSING or PROVIDER_AMBIGUOUS, with the command that helps. */
export function findProvider(entries: readonly ProviderEntry[], name: string): ProviderEntry {
  const found = entries.filter((entry) => entry.name === name);
  if (found.length > 1) {
    const plugins = found.map((entry) => entry.plugin);
    throw new AgacError('PROVIDER_AMBIGUOUS', `The provider ${name} is offered by ${plugins.join(' and ')}.`, {
      actions: found
        .filter((entry) => entry.origin !== 'core')
        .map((entry) => `agac plugins uninstall ${entry.plugin}`),
    });
  }
  if (found[0] === undefined) throw missing(entries, name);
  return found[0];
}

/** The one that serves a connection: of the vendor's own name, or the adapter. Throws as {@link findProvider} does. */
export function providerOf({vendor, adapter}: Pick<Connection, 'vendor' | 'adapter'>, entries: Opening['entries']) {
  return findProvider(entries, adapter ?? vendor);
}

/** Imports the provider's module and opens it. Sends nothing. */
export async function openProvider(connection: Connection, {entries, env, spool}: Opening): Promise<Provider> {
  const entry = providerOf(connection, entries);
  if (entry.contract !== CONTRACT) {
    const message = `${entry.plugin} ${entry.version} is built for contract ${entry.contract}; this agac speaks ${CONTRACT}.`;
    throw new AgacError('PROVIDER_INVALID', message, {actions: [`agac plugins install ${entry.plugin}@latest`]});
  }
  const open = await importOpen(entry);
  const keyEnv = keyVariable(connection, entry);
  const key = keyEnv === undefined ? undefined : env[keyEnv];
  const secrets = key === undefined ? [] : [key];
  try {
    return retrying(redacting(open(settingsFor(connection, {entry, env, spool})), secrets));
  } catch (cause) {
    throw notOpened(connection, entry, {cause, secrets});
  }
}

/** Name of the variable that holds this connection's key; undefined where none is needed. */
export function keyVariable(
  connection: Pick<Connection, 'vendor' | 'keyEnv'>,
  entry: ProviderEntry,
): string | undefined {
  return connection.keyEnv ?? (isOwn(connection, entry) ? entry.keyEnv : undefined);
}

/** The address that the connection or a variable says; undefined where that is left to the provider. */
export function addressOf(
  connection: Pick<Connection, 'vendor' | 'baseUrl'>,
  entry: ProviderEntry,
  env: Opening['env'],
): string | undefined {
  const variable = isOwn(connection, entry) ? entry.baseUrlEnv : undefined;
  return connection.baseUrl ?? (variable === undefined ? undefined : env[variable]);
}

/** The variables that an entry names are for its own vendor: no other is sent that key, or looked for at that address. */
function isOwn({vendor}: Pick<Connection, 'vendor'>, entry: ProviderEntry): boolean {
  return vendor === entry.name;
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
  const baseUrl = addressOf(connection, entry, env);
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

function missing(entries: readonly ProviderEntry[], name: string): AgacError {
  const near = allNear(
    name,
    entries.map((entry) => entry.name),
  );
  const actions = [...near.map((known) => `model_vendor: ${known}`), `agac plugins install @agac/provider-${name}`];
  return new AgacError('PROVIDER_MISSING', `No installed provider is named ${name}.`, {
    actions: [...actions, 'agac providers'],
    data: {provider: name, installed: entries.map((entry) => entry.name)},
  });
}
