import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {expect} from 'chai';

const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/** Which rooms of src a room may import; ARCHITECTURE.md says why. A file at the top of src is the room `shell`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  project: ['domain'],
  templates: ['domain'],
  workflow: ['domain', 'project', 'templates'],
  records: ['domain'],
  requests: ['domain', 'templates'],
  batches: ['domain'],
  answers: ['domain'],
  outputs: ['domain', 'store/atomic-file.ts'],
  tools: ['domain'],
  cost: ['domain'],
  store: ['domain', 'engine/apply.ts'],
  review: ['domain', 'engine'],
  engine: ['domain', 'requests', 'batches', 'answers', 'outputs', 'tools', 'cost', 'store'],
  providers: ['domain'],
  report: ['domain', 'engine', 'verbs'],
  verbs: [
    'domain',
    'project',
    'workflow',
    'records',
    'requests',
    'batches',
    'answers',
    'outputs',
    'tools',
    'cost',
    'store',
    'engine',
    'providers',
    'review',
  ],
  shell: ['domain', 'project', 'store', 'engine', 'providers', 'report', 'verbs'],
  hooks: ['domain', 'shell'],
  commands: ['domain', 'project', 'store', 'engine', 'providers', 'report', 'verbs', 'shell'],
  local: [],
};

/** Pure: no clock, disk, network or chance, and nothing but the nouns. */
const PURE = [
  'engine/apply.ts',
  'engine/lists.ts',
  'engine/decide.ts',
  'engine/status.ts',
  'engine/progress.ts',
  'engine/run-status.ts',
  'engine/disagreements.ts',
  'engine/spent.ts',
  'batches/pack.ts',
  'cost/money.ts',
  'cost/sum.ts',
  'cost/own-price.ts',
  'cost/cost-of.ts',
  'cost/free.ts',
  'cost/bill.ts',
  'cost/estimate.ts',
];

interface Import {
  readonly from: string;
  /** A file of src for ours, the package's name for others. */
  readonly to: string;
  readonly isOurs: boolean;
}

function sources(): string[] {
  return readdirSync(SRC, {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const lines = text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm);
  return [...lines].map(([, from, dynamic]) => {
    const target = from ?? dynamic!;
    if (!target.startsWith('.')) return {from: file, to: target, isOurs: false};
    const path = relative(SRC, resolve(SRC, dirname(file), target))
      .split(sep)
      .join('/');
    return {from: file, to: path.replace(/\.js$/, '.ts'), isOurs: true};
  });
}

function roomOf(file: string): string {
  return file.includes('/') ? file.split('/')[0]! : 'shell';
}

describe('the rooms of src', () => {
  const all = sources().flatMap(importsOf);

  it('are all in the table', () => {
    expect([...new Set(sources().map(roomOf))].sort()).to.deep.equal(Object.keys(MAY_IMPORT).sort());
  });

  it('import only what the table allows', () => {
    const broken = all
      .filter(({isOurs}) => isOurs)
      .filter(({from, to}) => {
        const room = roomOf(from);
        return roomOf(to) !== room && !MAY_IMPORT[room]!.includes(to) && !MAY_IMPORT[room]!.includes(roomOf(to));
      })
      .map(({from, to}) => `${from} → ${to}`);
    expect(broken).to.deep.equal([]);
  });

  it('keep what decides pure', () => {
    const impure = all
      .filter(({from}) => PURE.includes(from))
      .filter(({to, isOurs}) => to.startsWith('node:') || (isOurs && roomOf(to) !== 'domain' && !PURE.includes(to)))
      .map(({from, to}) => `${from} → ${to}`);
    const clocks = PURE.filter((file) =>
      /\bDate\.now|new Date\(\)|Math\.random|process\./.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect([...impure, ...clocks]).to.deep.equal([]);
  });

  it('use the network in providers alone and the page of a review, and never fetch', () => {
    const wired = sources().filter(
      (file) => !/^(local|review)\//.test(file) && /\bfetch\(|node:https?'/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(wired).to.deep.equal([]);
  });

  it('name no vendor', () => {
    // anthropic_version is a key of the workflow format that people's projects have.
    const vendors = /\b(openai|anthropic(?!_version)|gemini|mistral|groq|claude|gpt-(?!tokenizer))/i;
    const naming = sources().filter(
      (file) => !file.startsWith('local/') && vendors.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(naming).to.deep.equal([]);
  });

  it('let the built-in engine import nothing of the house, as a plugin could not', () => {
    const own = all.filter(({from}) => roomOf(from) === 'local');
    const foreign = own.filter(({to, isOurs}) =>
      isOurs ? roomOf(to) !== 'local' : !to.startsWith('node:') && !to.startsWith('@agac/provider'),
    );
    expect(foreign).to.deep.equal([]);
  });
});
