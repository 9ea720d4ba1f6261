// Packs every package of the repository into a folder (default: `packed/`), and prints the tarballs. As they would be
// published; with --self-contained each brings its own copy of @agac/provider along, so that it can be installed from its
// file while no registry has that. Build first.
import {spawnSync} from 'node:child_process';
import {cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {projects} from './plugins.mjs';

const KIT = '@agac/provider';
const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const isSelfContained = args.includes('--self-contained');
const target = resolve(args.find((arg) => !arg.startsWith('--')) ?? join(root, 'packed'));

mkdirSync(target, {recursive: true});
for (const folder of projects().map((project) => join(root, project))) {
  const about = readPackage(folder);
  if (about.private === true || (isSelfContained && about.name === KIT)) continue;
  const file = isSelfContained ? packBundled(folder, about) : pack(folder);
  process.stdout.write(`${join(target, file)}\n`);
}

/** Name of the tarball. */
function pack(folder) {
  const wanted = ['pack', '--json', '--ignore-scripts', '--pack-destination', target];
  const {status, stdout, stderr} = spawnSync('npm', wanted, {cwd: folder, encoding: 'utf8'});
  if (status !== 0) throw new Error(`npm pack of ${folder} ended with ${status}: ${stderr}`);
  const [made] = Object.values(JSON.parse(stdout));
  return made.filename;
}

/** Packs a copy that has the kit among its own modules: npm does not bundle what is a link, as in a workspace. */
function packBundled(folder, about) {
  const copy = mkdtempSync(join(tmpdir(), 'agac-pack-'));
  try {
    copyPackage(folder, copy, {...about, bundleDependencies: [KIT]});
    const kit = join(root, 'packages', 'provider');
    copyPackage(kit, join(copy, 'node_modules', KIT), readPackage(kit));
    return pack(copy);
  } finally {
    rmSync(copy, {recursive: true, force: true});
  }
}

function copyPackage(from, to, about) {
  mkdirSync(to, {recursive: true});
  const names = about.files.flatMap((pattern) => globSync(pattern.replace(/^\//, ''), {cwd: from}));
  for (const name of names) cpSync(join(from, name), join(to, name), {recursive: true});
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(about, undefined, 2)}\n`);
}

function readPackage(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
