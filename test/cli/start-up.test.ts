import {existsSync, readFileSync} from 'node:fs';
import {join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {ROOT, Sandbox} from '../sandbox.js';

/** What a command loads. */
interface Loaded {
  /** By their path in the repository. */
  readonly files: readonly string[];
  /** Node's own modules: `node:fs`. */
  readonly builtins: readonly string[];
}

describe('start-up', function () {
  this.timeout(60_000);
  const sandbox = new Sandbox();
  const loaded: Record<string, Loaded> = {};

  before(async () => {
    await sandbox.agac(['init', 'project'], {cwd: sandbox.home});
    await sandbox.agac(['run', '-a', 'triage', '-q']);
    loaded['--help'] = await modulesLoaded(sandbox, ['--help']);
    loaded['asking'] = await modulesLoaded(sandbox, ['batch', 'status']);
    await sandbox.agac(['batch', 'wait', '-q']);
    loaded['retrieving'] = await modulesLoaded(sandbox, ['batch', 'retrieve', '-q']);
    loaded['looking'] = await modulesLoaded(sandbox, ['batch', 'status']);
  });
  after(() => sandbox.remove());

  // A file costs about a third of a millisecond. Whoever needs more of them raises the number, and says why.
  for (const [what, title, {ours, all}] of [
    ['--help', 'agac --help', {ours: 10, all: 125}],
    ['looking', 'agac batch status, where nobody has to be asked,', {ours: 40, all: 165}],
    ['asking', 'agac batch status, where the built-in engine is asked,', {ours: 110, all: 240}],
  ] as const) {
    it(`${title} loads ${ours} files of ours at most, and ${all} in all`, () => {
      const {files} = loaded[what]!;
      const own = files.filter((file) => packageOf(file) === undefined);
      expect(own, own.join('\n')).to.have.length.within(2, ours);
      expect(files, files.join('\n')).to.have.length.within(own.length, all);
    });
  }

  it('needs no package but what oclif itself needs', () => {
    const oclif = closure('@oclif/core');
    const foreign = (what: string) => {
      const names = loaded[what]!.files.flatMap((file) => packageOf(file) ?? []);
      return [...new Set(names)].filter((name) => !oclif.has(name)).sort();
    };
    expect(foreign('--help')).to.deep.equal([]);
    expect(foreign('looking')).to.deep.equal([]);
    expect(foreign('asking')).to.deep.equal(['fastest-levenshtein', 'p-limit', 'yocto-queue']);
  });

  it('opens no provider where nobody has to be asked, and makes no answers where one is asked', () => {
    const local = (what: string) => loaded[what]!.files.filter((file) => file.startsWith(join('dist', 'local')));
    expect(local('looking')).to.deep.equal([]);
    expect(local('asking')).to.include(join('dist', 'local', 'provider.js'));
    expect(local('asking')).to.not.include(join('dist', 'local', 'answer-once.js'));
  });

  it('does not import node:http, which loads undici and takes longer than node itself', () => {
    for (const {builtins} of Object.values(loaded)) {
      expect(builtins).to.include('node:fs');
      expect(builtins.filter((name) => /^node:https?$/.test(name))).to.deep.equal([]);
    }
  });

  it('tells numbers without Intl, whose first use costs half of what a bare node does', async () => {
    const refusal = 'Number.prototype.toLocaleString = () => { throw new Error("Intl was used"); }';
    const node = ['--import', `data:text/javascript,${encodeURIComponent(refusal)}`];
    for (const args of [
      ['batch', 'status'],
      ['batch', 'list'],
      ['status', '-a', 'triage'],
    ]) {
      const {code, stdout, stderr} = await sandbox.agac(args, {node});
      expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0);
      expect(stdout).to.contain('24');
    }
  });
});

async function modulesLoaded(sandbox: Sandbox, args: readonly string[]): Promise<Loaded> {
  const {code, stderr} = await sandbox.agac(args, {node: ['--import', join(import.meta.dirname, 'imports.mjs')]});
  expect(code, stderr).to.equal(0);
  const urls = [...new Set(stderr.split('\n').flatMap((line) => /^import (\S+)$/.exec(line)?.[1] ?? []))];
  return {
    files: urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url).slice(ROOT.length + 1)),
    builtins: urls.filter((url) => url.startsWith('node:')),
  };
}

/** The installed package that a file is part of; undefined of our own. */
function packageOf(file: string): string | undefined {
  const [, inside] = /.*node_modules[/\\](.*)/.exec(file) ?? [];
  const [first, second] = inside?.split(sep) ?? [];
  return first?.startsWith('@') ? `${first}/${second}` : first;
}

/** A package and all that it depends on, by name. */
function closure(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const file = join(ROOT, 'node_modules', name, 'package.json');
  // One that lies inside of its dependent is left out: were it loaded, the test would say so.
  if (!existsSync(file)) return seen;
  const {dependencies = {}} = JSON.parse(readFileSync(file, 'utf8')) as {dependencies?: Record<string, string>};
  for (const each of Object.keys(dependencies)) closure(each, seen);
  return seen;
}
