import {join} from 'node:path';
import type {Json} from '@agac/provider';
import type {Interfaces} from '@oclif/core';

/** The version of the provider contract that this agac speaks. */
export const CONTRACT = 1;

/** A provider that some package of this installation offers, as its package.json says it; nothing is imported. */
export interface ProviderEntry {
  readonly name: string;
  /** The package that offers it, and its version. */
  readonly plugin: string;
  readonly version: string;
  /** Built in, or installed by the user. */
  readonly origin: 'core' | 'user' | 'link' | 'dev';
  readonly contract: number;
  /** Absolute path of the module that exports `open`. */
  readonly module: string;
  /** It also serves vendors that a project gives names of its own. */
  readonly named?: true;
  /** The environment variables it reads by default. */
  readonly keyEnv?: string;
  readonly baseUrlEnv?: string;
}

/** What oclif has read of a package. */
type PluginLike = Pick<Interfaces.Plugin, 'name' | 'version' | 'root' | 'type' | 'pjson'>;

/**
 * All providers of the installation, by name and in the order oclif loaded their packages: from the `agac` field of
 * each package.json, `{"contract": 1, "providers": {"acme": "./dist/provider.js"}}`. The long form of an entry is
 * `{"module": "./dist/provider.js", "keyEnv": "ACME_API_KEY", "baseUrlEnv": "ACME_BASE_URL"}`, and `"named": true`.
 */
export function listProviders(plugins: Iterable<PluginLike>): readonly ProviderEntry[] {
  const seen = new Set<string>();
  return [...plugins].flatMap((plugin) => {
    if (seen.has(plugin.root)) return [];
    seen.add(plugin.root);
    return entriesOf(plugin);
  });
}

function entriesOf(plugin: PluginLike): ProviderEntry[] {
  const declared = (plugin.pjson as {agac?: {contract?: Json; providers?: Json}}).agac;
  if (!isObject(declared?.providers)) return [];
  const contract = typeof declared.contract === 'number' ? declared.contract : 0;
  return Object.entries(declared.providers).flatMap(([name, target]) => {
    const entry = typeof target === 'string' ? {module: target} : isObject(target) ? target : undefined;
    if (typeof entry?.module !== 'string') return [];
    return [
      {
        name,
        plugin: plugin.name,
        version: plugin.version,
        origin: originOf(plugin.type),
        contract,
        module: join(plugin.root, entry.module),
        ...(entry.named === true ? {named: true as const} : {}),
        ...text('keyEnv', entry.keyEnv),
        ...text('baseUrlEnv', entry.baseUrlEnv),
      },
    ];
  });
}

function originOf(type: string): ProviderEntry['origin'] {
  return type === 'user' || type === 'link' || type === 'dev' ? type : 'core';
}

function text<K extends string>(key: K, value: unknown): {readonly [P in K]?: string} {
  return (typeof value === 'string' ? {[key]: value} : {}) as {readonly [P in K]?: string};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
