import {spawnSync} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {ROOT} from '../sandbox.js';

const SCAFFOLD = [
  '.gitignore',
  'biome.json',
  'package.json',
  'tsconfig.base.json',
  'scripts',
  'docs/providers',
  'plugins',
];

describe('npm run new:provider', function () {
  this.timeout(120_000);
  let checkout: string;

  before(() => {
    checkout = mkdtempSync(join(tmpdir(), 'agac-checkout-'));
    const isSource = (path: string) => !/[/\\](dist|node_modules)$/.test(path);
    for (const name of SCAFFOLD) cpSync(join(ROOT, name), join(checkout, name), {recursive: true, filter: isSource});
    symlinkSync(join(ROOT, 'packages'), join(checkout, 'packages'));
    // Linked one by one: what the compiler remembers of this copy is none of the checkout's business.
    mkdirSync(join(checkout, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules')).filter((each) => each !== '.cache')) {
      symlinkSync(join(ROOT, 'node_modules', name), join(checkout, 'node_modules', name));
    }
  });

  after(() => rmSync(checkout, {recursive: true, force: true}));

  const run = (...args: string[]) => spawnSync(process.execPath, args, {cwd: checkout, encoding: 'utf8'});
  const make = (...names: string[]) => run('scripts/new-provider.mjs', ...names);
  const module = (name: string) => join('node_modules', name);

  /** Runs a tool; its whole output, where it finds something wrong. */
  function complaints(...args: string[]): string {
    const {status, stdout, stderr} = run(...args);
    return status === 0 ? '' : `${stdout}${stderr}`;
  }

  it('makes an adapter that builds, keeps to the house rules, and passes the conformance suite', () => {
    const made = make('nova-ai');
    expect(made.stderr).to.equal('');
    expect(made.stdout).to.contain('Made plugins/nova-ai and docs/providers/nova-ai.md.');

    const about = JSON.parse(readFileSync(join(checkout, 'plugins/nova-ai/package.json'), 'utf8'));
    expect(about).to.include({name: '@agac/provider-nova-ai'}).and.not.to.have.property('private');
    expect(about.agac.providers).to.deep.equal({
      'nova-ai': {module: './dist/provider.js', keyEnv: 'NOVA_AI_API_KEY', baseUrlEnv: 'NOVA_AI_BASE_URL'},
    });
    for (const file of Object.values(about.exports['.'])) expect(file).to.match(/^\.\/dist\/provider\./);

    const tsc = module('typescript/bin/tsc');
    expect(complaints(tsc, '-p', 'plugins/nova-ai')).to.equal('');
    expect(existsSync(join(checkout, 'plugins/nova-ai/dist/provider.js'))).to.equal(true);
    const options = {noEmit: true, composite: false, incremental: false, types: ['node', 'mocha'], rootDir: '/'};
    const tests = {extends: './tsconfig.base.json', compilerOptions: options, include: ['plugins/nova-ai/test']};
    writeFileSync(join(checkout, 'tsconfig.tests.json'), JSON.stringify(tests));
    expect(complaints(tsc, '-p', 'tsconfig.tests.json')).to.equal('');
    expect(complaints(module('@biomejs/biome/bin/biome'), 'check', 'plugins/nova-ai')).to.equal('');

    const mocha = [
      module('mocha/bin/mocha.js'),
      '--no-config',
      '-n',
      'import=tsx/esm',
      '--timeout',
      '20000',
      '--no-color',
    ];
    const {stdout, status} = run(...mocha, 'plugins/nova-ai/test/*.test.ts');
    expect(status, stdout).to.equal(0);
    expect(stdout).to.contain('conformance of nova-ai');
    // The first case of all, and the last.
    expect(stdout)
      .to.match(/✔ A1 /)
      .and.match(/✔ I77 /);
  });

  it('leaves nothing of the example behind, but for where it came from', () => {
    const folder = join(checkout, 'plugins/nova-ai');
    const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((file) =>
      /^(src|test)|json$|md$/.test(file),
    );
    const texts = files.filter((file) => /\.\w+$/.test(file)).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(texts).to.have.length.above(10);
    for (const text of texts) expect(text).not.to.match(/acme/i);
    const page = readFileSync(join(checkout, 'docs/providers/nova-ai.md'), 'utf8');
    expect(page).to.match(/^# Nova Ai\n\n> Every fact on this page is still that of/);
    const sections = (text: string) => text.match(/^## .*/gm);
    expect(sections(page)).to.deep.equal(sections(readFileSync(join(ROOT, 'docs/providers/openai.md'), 'utf8')));
  });

  it('makes nothing of a name that is bad or taken, and says why', () => {
    const refused: Readonly<Record<string, RegExp>> = {
      '': /^Which vendor\? Write npm run new:provider NAME\./,
      Nova: /^"Nova" is no name for a provider\. A name is small letters/,
      '../nova': /is no name for a provider/,
      '1st': /is no name for a provider/,
      'a--b': /is no name for a provider/,
      [`a${'b'.repeat(40)}`]: /40 at most/,
      azure: /^@agac\/provider-openai offers a provider azure already\./,
      local: /^@agac\/cli offers a provider local already\./,
      acme: /^@agac\/provider-template offers a provider acme already\./,
      taken: /^docs\/providers\/taken\.md is there already\./,
    };
    writeFileSync(join(checkout, 'docs/providers/taken.md'), '# Taken\n');
    const before = readdirSync(join(checkout, 'plugins'));
    for (const [name, why] of Object.entries(refused)) {
      const {status, stdout, stderr} = make(name);
      expect([status, stdout], name).to.deep.equal([2, '']);
      expect(stderr).to.match(why);
    }
    expect(readdirSync(join(checkout, 'plugins'))).to.deep.equal(before);
  });
});
