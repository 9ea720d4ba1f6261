import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {ProviderEntry} from '../../src/providers/discover.js';

export interface Package {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly agac?: unknown;
  /** Modules by their path in the package. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Puts a package into a folder, and tells of it what oclif would have read. */
export function installed(root: string, {name = '@acme/provider', version = '1.2.3', ...rest}: Package) {
  const {type = 'user', agac, modules = {}} = rest;
  const pjson = {name, version, type: 'module', ...(agac === undefined ? {} : {agac})};
  for (const [path, text] of Object.entries({'package.json': JSON.stringify(pjson), ...modules})) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  }
  return {name, version, root, type, pjson: {...pjson, oclif: {}}};
}

export function entry(change: Partial<ProviderEntry> = {}): ProviderEntry {
  return {
    name: 'acme',
    plugin: '@acme/provider',
    version: '1.2.3',
    origin: 'user',
    contract: 1,
    module: '/nowhere/provider.js',
    ...change,
  };
}
