// Writes oclif.manifest.json, which spares every start the import of all commands. With --check: only says whether the
// committed one is up to date.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {Plugin} from '@oclif/core/config';

const root = join(import.meta.dirname, '..');
const file = join(root, 'oclif.manifest.json');

export async function manifestText() {
  const plugin = new Plugin({errorOnManifestCreate: true, ignoreManifest: true, root, type: 'core'});
  await plugin.load();
  return `${JSON.stringify(plugin.manifest, undefined, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const text = await manifestText();
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write('oclif.manifest.json is stale: npm run manifest\n');
    process.exitCode = 1;
  }
}
