import {AgacError} from '../domain/errors.js';
import {allNear} from '../domain/nearest.js';
import type {Connection} from '../domain/run.js';
import type {ProviderEntry} from './discover.js';

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
export function providerOf(
  {vendor, adapter}: Pick<Connection, 'vendor' | 'adapter'>,
  entries: readonly ProviderEntry[],
) {
  return findProvider(entries, adapter ?? vendor);
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
