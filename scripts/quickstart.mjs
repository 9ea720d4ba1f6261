// From a fresh clone to a JSON file: installs, builds, and takes the sample project through one batch on the built-in
// engine. Runs on the system's own Node.js 20 or later; agac itself then runs on the one that is among its dependencies.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = 'agent_workflow/triage/agent_io/target/route/messages.json';
const patience = 60_000;

await quickstart();

async function quickstart() {
  run('npm', ['run', 'build'], root);

  const parent = mkdtempSync(join(tmpdir(), 'agac-quickstart-'));
  const project = join(parent, 'messages');
  agac(['init', 'messages'], parent);
  agac(['run', '-a', 'triage'], project);
  await completed(project);
  agac(['batch', 'retrieve'], project);

  const path = join(project, output);
  const records = JSON.parse(readFileSync(path, 'utf8'));
  console.log(`\n${path}\nholds ${records.length} records; the first is\n${JSON.stringify(records[0], null, 2)}`);
}

/** Asks until the batch has ended; exits unless it ended well. */
async function completed(project) {
  const deadline = Date.now() + patience;
  for (;;) {
    const word = /^Batch job status: (.*)$/m.exec(agac(['batch', 'status'], project, 'pipe'))?.[1];
    if (word === 'completed') return;
    if (['failed', 'expired', 'cancelled'].includes(word)) exit(`The batch ended ${word}.`, 1);
    if (Date.now() > deadline) exit(`The batch had not ended after ${patience / 1000} seconds.`, 1);
    await sleep(1000);
  }
}

/** Runs one agac command, and returns what it wrote to stdout where that is piped. */
function agac(args, folder, stdout = 'inherit') {
  console.log();
  const node = join(root, 'node_modules/.bin/node');
  const text = show(`agac ${args.join(' ')}`, node, {args: [join(root, 'bin/run.js'), ...args], folder, stdout});
  process.stdout.write(text);
  return text;
}

function run(command, args, folder) {
  show(`${command} ${args.join(' ')}`, command, {args, folder, stdout: 'inherit'});
}

/** Shows what a user would type, runs it to its end, and ends with its exit code unless that is 0. */
function show(typed, program, {args, folder, stdout}) {
  console.log(`$ ${typed}`);
  const ended = spawnSync(program, args, {cwd: folder, stdio: ['inherit', stdout, 'inherit'], encoding: 'utf8'});
  if (ended.status === 0) return ended.stdout ?? '';
  process.stdout.write(ended.stdout ?? '');
  const how = ended.error?.message ?? ended.signal ?? `exit code ${ended.status}`;
  return exit(`${typed} ended with ${how}.`, ended.status ?? 1);
}

function exit(message, code) {
  console.error(message);
  process.exit(code);
}
