// The plugins of this repository, as folders.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '..');

/** Without what a plugin that is no longer here has left behind, such as its build. */
export function pluginFolders() {
  const folders = readdirSync(join(root, 'plugins')).map((name) => `plugins/${name}`);
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** What is compiled, in an order in which each comes after what it needs. */
export function projects() {
  return ['packages/provider', ...pluginFolders(), '.'];
}
