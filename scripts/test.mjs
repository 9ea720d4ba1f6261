// npm test: builds, type-checks, lints, runs every test, and ends with one line of counts. The first step that fails
// ends it.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {projects} from './plugins.mjs';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const node = bin('node');

function step(title, command, args, env = {}) {
  process.stdout.write(`\n# ${title}\n`);
  const {status} = spawnSync(command, args, {cwd: root, env: {...process.env, ...env}, stdio: 'inherit'});
  return status ?? 1;
}

const steps = [
  ['Build', bin('tsc'), ['-b', ...projects()]],
  ['Type-check the tests', bin('tsc'), ['-p', 'test']],
  ['Lint and format', bin('biome'), ['check', '.']],
];
for (const [title, command, args] of steps) {
  const status = step(title, command, args);
  if (status !== 0) process.exit(status);
}

const folder = mkdtempSync(join(tmpdir(), 'agac-test-'));
const report = join(folder, 'report.json');
const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
const reporter = ['--reporter', join(root, 'scripts', 'reporter.cjs'), '--reporter-option', `output=${report}`];
const status = step('Test', node, [mocha, ...reporter, ...process.argv.slice(2)], {NODE_ENV: 'test'});
const {passes = 0, failures = 1} = readReport();
rmSync(folder, {recursive: true, force: true});
process.stdout.write(`\n${passes} passed, ${failures} failed\n`);
process.exit(status);

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return {};
  }
}
