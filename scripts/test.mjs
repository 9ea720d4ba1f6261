// npm test: builds, type-checks, lints, runs every test, and ends with one line of counts. The first step that fails
// ends it.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {findChromium} from './find-chromium.mjs';
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
const chromium = findChromium();
const browser = chromium === undefined ? [] : ['--spec', 'test/browser/*.browser.ts'];
const env = {NODE_ENV: 'test', ...(chromium && {CHROME_PATH: chromium})};
const status = step('Test', node, [mocha, ...reporter, ...browser, ...process.argv.slice(2)], env);
const {passes = 0, failures = 1} = readReport();
rmSync(folder, {recursive: true, force: true});
if (chromium === undefined) {
  process.stdout.write(
    '\nThe tests in test/browser were left out: install Chromium, or say where it is with CHROME_PATH.\n',
  );
}
process.stdout.write(`\n${passes} passed, ${failures} failed\n`);
process.exit(status);

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return {};
  }
}
