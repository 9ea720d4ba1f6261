// The plugins of this repository, as folders.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '..');

export function pluginFolders() {
  return readdirSync(join(root, 'plugins')).map((name) => `plugins/${name}`);
}

/** What is compiled, in an order in which each comes after what it needs. */
export function projects() {
  return ['packages/provider', ...pluginFolders(), '.'];
}
