import type {Provider} from '@agac/provider';
import type {Connection} from '../domain/run.js';
import {readEnvFile} from '../project/env.js';
import type {ProviderEntry} from '../providers/discover.js';
import {openProvider} from '../providers/open.js';
import type {Opening} from '../providers/reach.js';
import {spoolFolder} from '../store/project-store.js';

/** What every verb needs to know of the place it works in. */
export interface Place {
  /** The project's root folder, absolute. */
  readonly root: string;
  readonly providers: readonly ProviderEntry[];
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** How providers are opened in this project, with the variables of its `.env` behind those of the process. */
export function openingOf({root, providers}: Pick<Place, 'root' | 'providers'>): Opening {
  const envFile = readEnvFile(root);
  for (const [name, value] of Object.entries(envFile)) {
    // In the process itself, as providers may start helpers that read their key from the environment.
    process.env[name] ??= value;
  }
  return {entries: providers, env: process.env, envFile, spool: spoolFolder(root)};
}

/** Opens each connection once. */
export function providerCache(opening: Opening): (connection: Connection) => Promise<Provider> {
  const opened = new Map<string, Promise<Provider>>();
  return (connection) => {
    const key = JSON.stringify(connection);
    const provider = opened.get(key) ?? openProvider(connection, opening);
    opened.set(key, provider);
    return provider;
  };
}
