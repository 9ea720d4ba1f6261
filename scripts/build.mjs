// Compiles every package of the repository, and writes oclif.manifest.json.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import process from 'node:process';
import {projects} from './plugins.mjs';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

for (const [command, args] of [
  [bin('tsc'), ['-b', ...projects()]],
  [bin('node'), [join(root, 'scripts', 'manifest.mjs')]],
]) {
  const {status} = spawnSync(command, args, {cwd: root, stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}
