// Writes oclif.manifest.json, which spares every start the import of all commands. With --check: only says whether the
// committed one is up to date. Reads dist/, so build first.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {Plugin} from '@oclif/core/config';

const root = join(import.meta.dirname, '..');
const file = join(root, 'oclif.manifest.json');

/** Our own commands as built, without those of other plugins; a command that cannot be loaded is an error. */
export async function loadPlugin() {
  const plugin = new Plugin({errorOnManifestCreate: true, ignoreManifest: true, root, type: 'core'});
  await plugin.load();
  return plugin;
}

export async function manifestText() {
  const {commands, version} = (await loadPlugin()).manifest;
  // oclif lists commands as the file system does.
  const sorted = Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({commands: sorted, version}, undefined, 2)}\n`;
}

function isStale(text) {
  try {
    return readFileSync(file, 'utf8') !== text;
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
}

if (process.argv[1] === import.meta.filename) {
  const text = await manifestText();
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (isStale(text)) {
    process.stderr.write('oclif.manifest.json is stale: npm run manifest\n');
    process.exitCode = 1;
  }
}
