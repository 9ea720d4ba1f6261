// The plugins of this repository, as folders: all but `_template`, which is copied and not built.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '..');

export function pluginFolders() {
  return readdirSync(join(root, 'plugins'))
    .filter((name) => !name.startsWith('_'))
    .map((name) => `plugins/${name}`);
}

/** What is compiled, in an order in which each comes after what it needs. */
export function projects() {
  return ['packages/provider', ...pluginFolders(), '.'];
}
