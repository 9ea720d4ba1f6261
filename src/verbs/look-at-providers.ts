import type {ModelCard} from '@agac/provider';
import {CONTRACT} from '../providers/discover.js';
import {findProvider, openProvider} from '../providers/open.js';
import {openingOf, type Place} from './project-context.js';

export interface ProviderLook {
  readonly name: string;
  readonly plugin: string;
  readonly version: string;
  readonly origin: 'core' | 'user' | 'link' | 'dev';
  /** Whether it is built for the contract that this agac speaks. */
  readonly usable: boolean;
  /** The variable with its key, where it needs one. */
  readonly key?: {readonly variable: string; readonly isSet: boolean};
  /** What it can do; only of the one that was asked for. */
  readonly abilities?: Abilities;
}

export interface Abilities {
  readonly online: boolean;
  readonly cancel: boolean;
  /** Whether a lost submission can be looked up. */
  readonly find: boolean;
  readonly card: ModelCard;
}

/** All installed providers, or the named one with its abilities. Throws PROVIDER_MISSING. */
export async function lookAtProviders(place: Place, name: string | undefined): Promise<readonly ProviderLook[]> {
  const opening = openingOf(place);
  const entries = name === undefined ? opening.entries : [findProvider(opening.entries, name)];
  const looks = entries.map(
    ({name: called, plugin, version, origin, contract, keyEnv}): ProviderLook => ({
      name: called,
      plugin,
      version,
      origin,
      usable: contract === CONTRACT,
      ...(keyEnv === undefined ? {} : {key: {variable: keyEnv, isSet: (opening.env[keyEnv] ?? '') !== ''}}),
    }),
  );
  if (name === undefined) return looks;
  const provider = await openProvider({vendor: name, options: {}}, opening);
  const abilities = {
    online: provider.complete !== undefined,
    cancel: provider.cancel !== undefined,
    find: provider.find !== undefined || provider.idempotent === true,
    card: provider.describe('*'),
  };
  return looks.map((look) => ({...look, abilities}));
}
