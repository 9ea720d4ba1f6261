// npm run bench: start-up as a ratio to a bare node, and what oclif alone takes of it; records a second as a ratio to a
// bare loop over the same file; the folding of a run as a ratio to parsing its events; peak memory at two sizes.
// Everything is compared with a floor measured in the same run; absolute times are the machine's own.
import {spawnSync} from 'node:child_process';
import {createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const agac = join(root, 'bin', 'run.js');
const home = mkdtempSync(join(tmpdir(), 'agac-bench-'));
const peak = join(home, 'peak.mjs');
const env = {
  PATH: process.env.PATH,
  HOME: home,
  AGAC_DATA_DIR: join(home, 'data'),
  AGAC_CACHE_DIR: join(home, 'cache'),
  AGAC_CONFIG_DIR: join(home, 'config'),
};
writeFileSync(
  peak,
  "import {writeFileSync} from 'node:fs'; process.on('exit', () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));",
);

function run(args, cwd = home) {
  const peakFile = join(home, 'peak');
  const start = process.hrtime.bigint();
  const {status, stderr} = spawnSync(process.execPath, ['--import', peak, ...args], {
    cwd,
    env: {...env, PEAK: peakFile},
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return {ms, peakMb: Number(spawnSync('cat', [peakFile], {encoding: 'utf8'}).stdout) / 1024};
}

function bare(args, cwd = home) {
  const start = process.hrtime.bigint();
  const {status, stderr} = spawnSync(process.execPath, args, {cwd, env, encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const say = (line) => process.stdout.write(`${line}\n`);

/** Each command in turn with the floor, so that a change of the machine's speed hits both. */
function startUp(title, args, cwd) {
  const ratios = [];
  const times = [];
  bare(args, cwd);
  for (let i = 0; i < 15; i += 1) {
    const floor = bare(['-e', '0']);
    const ms = bare(args, cwd);
    ratios.push(ms / floor);
    times.push(ms);
  }
  say(`start-up  ${title.padEnd(20)} ${median(ratios).toFixed(2)} × node -e 0   (${median(times).toFixed(0)} ms)`);
}

/** What no change of ours can make quicker: the framework, loaded and not yet used. */
const OCLIF = "import module from 'node:module'; module.enableCompileCache(); await import('@oclif/core/run');";

const LOOP = `
import {createReadStream, createWriteStream} from 'node:fs';
const [from, to] = process.argv.slice(2);
const out = createWriteStream(to);
let rest = '';
for await (const chunk of createReadStream(from, 'utf8')) {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) if (line) out.write(JSON.stringify(JSON.parse(line)) + '\\n');
}
out.end();
`;

async function project(records) {
  const folder = join(home, `p${records}`);
  const staging = join(folder, 'agent_workflow', 'w', 'agent_io', 'staging');
  mkdirSync(staging, {recursive: true});
  mkdirSync(join(folder, 'agent_workflow', 'w', 'agent_config'), {recursive: true});
  writeFileSync(join(folder, 'agent_actions.yml'), 'project_name: bench\nschema_path: schema\n');
  writeFileSync(
    join(folder, 'agent_workflow', 'w', 'agent_config', 'w.yml'),
    `name: w
description: bench
actions:
  - name: classify
    intent: bench
    model_vendor: local
    model_name: sample
    run_mode: batch
    prompt: "Say what {{ source.text }} is about, in one word. It came from {{ source.from }}."
    schema: {topic: string!, urgent: boolean!, note: string}
    context_scope: {observe: [source.text, source.from], passthrough: [source.id]}
`,
  );
  const out = createWriteStream(join(staging, 'in.jsonl'));
  for (let id = 0; id < records; id += 1) {
    const text = `Message number ${id}: the kettle arrived on time, but its lid was in another parcel. `.repeat(3);
    if (!out.write(`${JSON.stringify({id, from: `customer ${id % 997}`, text})}\n`)) {
      await new Promise((resolve) => out.once('drain', resolve));
    }
  }
  await new Promise((resolve) => out.end(resolve));
  return {folder, input: join(staging, 'in.jsonl')};
}

function rate(title, records, ms, floor) {
  const perSecond = Math.round(records / (ms / 1000)).toLocaleString('en-US');
  say(`${title.padEnd(30)} ${(ms / floor).toFixed(1)} × a bare loop   (${perSecond} records/s)`);
}

/** What the journal of one action tells whose intakes are a part each and all have records that are asked again. */
function eventsOf(size) {
  const numbers = Array.from({length: size}, (_, number) => number);
  const at = new Date(0).toISOString();
  const action = 'classify';
  const counts = {accepted: 9, outputs: 9, again: 1, rejected: 0, strays: 0};
  const outline = {name: action, mode: 'batch', dependencies: [], raise: false};
  const rounds = numbers.map((round) => ({action, round, requests: 10, refused: 0}));
  const parts = numbers.map((part) => ({
    part,
    mode: 'batch',
    key: `k${part}`,
    count: 10,
    rounds: [{action, round: part}],
  }));
  return [
    {type: 'run-started', at, run: 'run_1', workflow: 'w', digest: 'd', actions: [outline]},
    ...numbers.map((intake) => ({type: 'records-taken', action, intake, first: 10 * intake, count: 10, upTo: {}})),
    {type: 'parts-planned', at, batch: 'batch_1', rounds, parts},
    ...numbers.flatMap((part) => [
      {type: 'part-sending', part, at},
      {type: 'part-sent', part, at, receipt: {id: `job-${part}`}},
      {type: 'part-ended', part, at, end: 'completed', word: 'done'},
      {type: 'part-fetched', part, lines: 10, bytes: 9},
      {type: 'round-judged', at, action, round: part, counts},
    ]),
  ];
}

/** The ratio stays where it is, however many parts a run has. */
function folding(fold, parts) {
  const lines = eventsOf(parts).map((event) => JSON.stringify(event));
  const parse = () => lines.map((line) => JSON.parse(line));
  const ratios = [0, 1, 2, 3, 4].map(() => {
    const start = process.hrtime.bigint();
    const events = parse();
    const parsed = process.hrtime.bigint();
    fold(events);
    return Number(process.hrtime.bigint() - parsed) / Number(parsed - start);
  });
  const title = `fold ${parts} parts`.padEnd(30);
  say(`${title} ${median(ratios).toFixed(1)} × parsing the events`);
}

try {
  const {fold} = await import('../dist/engine/apply.js');
  for (const parts of [1_000, 4_000, 16_000]) folding(fold, parts);
  const loop = join(home, 'loop.mjs');
  writeFileSync(loop, LOOP);
  const peaks = [];
  for (const records of [10_000, 100_000]) {
    const {folder, input} = await project(records);
    const started = bare(['-e', '0']);
    const floor = median([0, 1, 2].map(() => bare([loop, input, join(home, 'copy.jsonl')]))) - started;
    const shell = median([0, 1, 2].map(() => bare([agac, '--help'], folder)));
    const prepare = run([agac, 'run', '-a', 'w', '--dry-run'], folder);
    rate(`prepare ${records}`, records, prepare.ms - shell, floor);
    run([agac, 'run', '-a', 'w', '-q'], folder);
    run([agac, 'batch', 'wait', '-q', '--timeout', '20'], folder);
    const retrieve = run([agac, 'batch', 'retrieve', '-q'], folder);
    rate(`retrieve ${records}`, records, retrieve.ms - shell, floor);
    peaks.push({records, prepare: prepare.peakMb, retrieve: retrieve.peakMb});
  }
  const [small, large] = peaks;
  for (const step of ['prepare', 'retrieve']) {
    const ratio = (large[step] / small[step]).toFixed(2);
    say(
      `peak memory  ${step.padEnd(9)} ${small[step].toFixed(0)} MB at 10k, ${large[step].toFixed(0)} MB at 100k: ${ratio} ×`,
    );
  }
  const {folder} = await project(10_000);
  startUp('oclif, imported', ['--input-type=module', '-e', OCLIF], root);
  startUp('agac --help', [agac, '--help'], folder);
  startUp('agac batch status', [agac, 'batch', 'status'], folder);
  run([agac, 'run', '-a', 'w', '--fresh', '-q'], folder);
  run([agac, 'batch', 'wait', '-q', '--timeout', '20'], folder);
  startUp('the same, asking', [agac, 'batch', 'status'], folder);
} finally {
  rmSync(home, {recursive: true, force: true, maxRetries: 5});
}
