import type {ModelCard, Provider} from '@agac/provider';
import type {Problem} from '../domain/errors.js';
import type {Connection} from '../domain/run.js';
import {findProject} from '../project/find-project.js';
import {compact} from '../project/keys-of.js';
import {Problems} from '../project/problems.js';
import {loadProject} from '../project/settings.js';
import {CONTRACT, type ProviderEntry} from '../providers/discover.js';
import {providerOf} from '../providers/find.js';
import {openProvider} from '../providers/open.js';
import {keyVariable} from '../providers/reach.js';
import {adapterOf, checkVendors, reportUnserved} from '../workflow/vendors.js';
import {installedOf} from './installed-of.js';
import {openingOf, type Place} from './project-context.js';

export interface ProviderLook {
  readonly name: string;
  /** The provider that serves it, where the project gave the vendor its name. */
  readonly adapter?: string;
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

export interface ProvidersLook {
  readonly providers: readonly ProviderLook[];
  /** What is wrong with the project's settings for its vendors. */
  readonly problems: readonly Problem[];
}

/**
 * All installed providers and, in a project, the vendors that it gave names of its own; or the named one with its
 * abilities. Throws PROVIDER_MISSING.
 */
export async function lookAtProviders(place: Place, name: string | undefined): Promise<ProvidersLook> {
  const {connections, problems} = connectionsIn(place);
  const opening = openingOf(place);
  const lookAt = (connection: Connection, entry: ProviderEntry): ProviderLook => {
    const {plugin, version, origin, contract} = entry;
    const {vendor, adapter} = connection;
    const variable = keyVariable(connection, entry);
    return {
      name: vendor,
      ...(adapter === undefined ? {} : {adapter}),
      plugin,
      version,
      origin,
      usable: contract === CONTRACT,
      ...(variable === undefined ? {} : {key: {variable, isSet: (opening.env[variable] ?? '') !== ''}}),
    };
  };
  const connectionTo = (vendor: string) => connections.get(vendor) ?? {vendor, options: {}};
  if (name !== undefined) {
    const connection = connectionTo(name);
    const look = lookAt(connection, providerOf(connection, opening.entries));
    const abilities = abilitiesOf(await openProvider(connection, opening));
    return {providers: [{...look, abilities}], problems};
  }
  const installed = opening.entries.map((entry) => lookAt(connectionTo(entry.name), entry));
  const own = [...connections.values()].flatMap((connection) => {
    const entry = opening.entries.find((each) => each.name === connection.adapter);
    return entry === undefined ? [] : [lookAt(connection, entry)];
  });
  return {providers: [...installed, ...own], problems};
}

function abilitiesOf(provider: Provider): Abilities {
  return {
    online: provider.complete !== undefined,
    cancel: provider.cancel !== undefined,
    find: provider.find !== undefined || provider.idempotent === true,
    card: provider.describe('*'),
  };
}

interface Connections {
  /** What the settings of the project say of each vendor that can be asked, by its name. */
  readonly connections: ReadonlyMap<string, Connection>;
  readonly problems: readonly Problem[];
}

function connectionsIn({root, providers}: Place): Connections {
  if (findProject(root) === undefined) return {connections: new Map(), problems: []};
  const {settings, problems: found} = loadProject(root);
  const installed = installedOf(providers);
  const problems = new Problems();
  for (const problem of found) problems.add(problem);
  checkVendors(settings.vendors, installed, problems);
  const connections = [...settings.vendors].flatMap(([vendor, said]): [string, Connection][] => {
    const {keyEnv, address, options} = said;
    const adapter = installed.providers.includes(vendor) ? undefined : adapterOf(said, installed);
    if (adapter === undefined && !installed.providers.includes(vendor)) {
      reportUnserved(vendor, said, installed, problems);
      return [];
    }
    return [[vendor, compact({vendor, adapter, keyEnv, baseUrl: address?.url, options})]];
  });
  return {connections: new Map(connections), problems: problems.all()};
}
