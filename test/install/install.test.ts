import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect} from 'chai';
import {OpenAiVendor} from '../../plugins/openai/test/vendor.js';
import type {Output} from '../../src/domain/record.js';
import {type Outcome, ROOT, Sandbox} from '../sandbox.js';
import {Registry} from './registry.js';

const WORKFLOW = `name: w
description: Label messages.
actions:
  - name: label
    intent: Label it.
    model_vendor: openai
    model_name: gpt-4.1-mini
    run_mode: batch
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text]}
`;

// As a user would: from packages, into folders of their own, with nothing of the checkout.
describe('agac, installed', function () {
  this.timeout(300_000);
  const vendor = new OpenAiVendor();
  let sandbox: Sandbox;
  let registry: Registry;
  let bin = '';

  before(async () => {
    sandbox = new Sandbox();
    registry = new Registry(join(sandbox.home, 'registry'));
    await Promise.all([registry.start(), vendor.start()]);
    const packed = packAll();
    const cli = packed.find((file) => basename(file).startsWith('agac-cli-'))!;
    for (const file of packed) if (file !== cli) registry.publish(file);
    sandbox.env['NPM_CONFIG_USERCONFIG'] = registry.npmrc;
    sandbox.env['NPM_CONFIG_CACHE'] = join(sandbox.home, 'npm-cache');
    bin = installGlobally(cli);
    vendor.answer(({ordinal}) => [{kind: 'text', text: JSON.stringify({label: `label ${ordinal}`})}]);
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': WORKFLOW,
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify([{text: 'one'}, {text: 'two'}]),
    });
  });

  after(async () => {
    await Promise.all([registry.stop(), vendor.stop()]);
    sandbox.remove();
  });

  /** The tarballs of all packages, as `npm run pack` makes them. */
  function packAll(): string[] {
    const args = [join(ROOT, 'scripts/pack.mjs'), join(sandbox.home, 'packed')];
    const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8'});
    if (status !== 0) throw new Error(`Packing ended with ${status}: ${stderr}`);
    return stdout.trim().split('\n');
  }

  function installGlobally(tarball: string): string {
    const prefix = join(sandbox.home, 'prefix');
    const args = ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', tarball];
    const {status, stderr} = spawnSync('npm', args, {env: {...process.env, ...sandbox.env}, encoding: 'utf8'});
    if (status !== 0) throw new Error(`npm install ended with ${status}: ${stderr}`);
    return join(prefix, 'lib/node_modules/@agac/cli/bin/run.js');
  }

  const agac = (...args: string[]): Promise<Outcome> => sandbox.agac(args, {bin, timeoutMs: 240_000});

  async function wellDone(...args: string[]): Promise<string> {
    const {code, stdout, stderr} = await agac(...args);
    expect(code, `agac ${args.join(' ')}: ${stderr}`).to.equal(0);
    return stdout;
  }

  /** A plugin that exists in this test alone, published. */
  function publish(name: string, more: {agac?: object; module?: string; scripts?: object}): void {
    const folder = join(sandbox.home, 'made-up', name.replace('/', '-'));
    mkdirSync(folder, {recursive: true});
    const provided = {contract: 1, providers: {[name.replace(/.*provider-/, '')]: './provider.js'}, ...more.agac};
    const about = {name, version: '1.0.0', type: 'module', files: ['/provider.js'], oclif: {}, scripts: more.scripts};
    writeFileSync(join(folder, 'package.json'), JSON.stringify({...about, agac: provided}));
    writeFileSync(join(folder, 'provider.js'), more.module ?? 'export const open = () => ({});');
    registry.publish(folder);
  }

  const providers = async () =>
    (JSON.parse(await wellDone('providers', '--json')) as {result: {name: string; plugin: string}[]}).result;

  it('brings the page of a review along', () => {
    const page = join(bin, '../../pages/review');
    const shown = readFileSync(join(page, 'index.html'), 'utf8');
    for (const file of ['review.js', 'review.css']) {
      expect(shown).to.contain(`"${file}"`);
      expect(existsSync(join(page, file)), file).to.equal(true);
    }
  });

  it('says what to install for a vendor that is not there', async () => {
    const {code, stderr} = await agac('validate', '-a', 'w');
    expect(code).to.equal(3);
    expect(stderr).to.contain('agac plugins install @agac/provider-openai');
  });

  it('installs a provider, and takes a project through run, status and retrieve with one environment variable', async () => {
    await wellDone('plugins', 'install', '@agac/provider-openai');
    expect((await providers()).map(({name}) => name)).to.include.members(['openai', 'azure', 'local']);
    const missing = await agac('run', '-a', 'w');
    expect([missing.code, missing.stderr]).to.deep.equal([4, missing.stderr]);
    expect(missing.stderr).to.contain('OPENAI_API_KEY');
    sandbox.env['OPENAI_API_KEY'] = vendor.key;
    sandbox.env['OPENAI_BASE_URL'] = vendor.url;
    expect(await wellDone('run', '-a', 'w')).to.match(/^Batch submitted: batch_/);
    expect((await wellDone('batch', 'status')).split('\n')[0]).to.equal('Batch job status: completed');
    await wellDone('batch', 'retrieve');
    const outputs = sandbox.json<Output[]>('agent_workflow/w/agent_io/target/label/in.json');
    expect(outputs.map(({content}) => content)).to.deep.equal([{label: 'label 0'}, {label: 'label 1'}]);
    expect(outputs[0]!.metadata).to.include({provider: 'openai', model: 'gpt-4.1-mini'});
  });

  it('names both plugins where two offer one name, and which can be removed', async () => {
    publish('@agac/provider-twin', {agac: {providers: {openai: './provider.js'}}});
    await wellDone('plugins', 'install', '@agac/provider-twin');
    const {code, stderr} = await agac('validate', '-a', 'w', '--json');
    expect(code, stderr).to.equal(3);
    const text = (await agac('validate', '-a', 'w')).stderr;
    expect(text).to.contain('@agac/provider-openai').and.contain('agac plugins uninstall @agac/provider-twin');
    await wellDone('plugins', 'uninstall', '@agac/provider-twin');
    await wellDone('validate', '-a', 'w');
  });

  it('says of a plugin for another contract, and of one that does not load, what is wrong and what to type', async () => {
    publish('@agac/provider-future', {agac: {contract: 2}});
    publish('@agac/provider-broken', {module: 'throw new Error("its wheels are off")'});
    const cases = {
      future: 'built for contract 2; this agac speaks 1',
      broken: 'cannot be loaded: its wheels are off',
    };
    for (const [name, said] of Object.entries(cases)) {
      await wellDone('plugins', 'install', `@agac/provider-${name}`);
      const {code, stderr} = await agac('providers', name);
      expect(code).to.equal(3);
      expect(stderr).to.contain(said).and.contain(`agac plugins install @agac/provider-${name}`);
      await wellDone('validate', '-a', 'w'); // the others are not harmed
      await wellDone('plugins', 'uninstall', `@agac/provider-${name}`);
    }
  });

  it("runs no package's install script, and refuses other packages unless the user says so", async () => {
    const mark = join(sandbox.home, 'script-ran');
    publish('@agac/provider-scripted', {scripts: {postinstall: `node -e "fs.writeFileSync('${mark}', '')"`}});
    await wellDone('plugins', 'install', '@agac/provider-scripted');
    expect(existsSync(mark)).to.equal(false);
    publish('@agac/other', {});
    const refused = await agac('plugins', 'install', '@agac/other');
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.contain('AGAC_ALLOW_PLUGINS=1 agac plugins install @agac/other');
    sandbox.env['AGAC_ALLOW_PLUGINS'] = '1';
    await wellDone('plugins', 'install', '@agac/other');
    sandbox.env['AGAC_ALLOW_PLUGINS'] = undefined;
  });

  it('goes on without a provider that was uninstalled, and says so', async () => {
    await wellDone('plugins', 'uninstall', '@agac/provider-openai');
    expect((await providers()).map(({name}) => name)).not.to.include('openai');
    const {code, stderr} = await agac('batch', 'list');
    expect(code, stderr).to.equal(0);
    expect((await agac('run', '-a', 'w', '--fresh')).stderr).to.contain('agac plugins install @agac/provider-openai');
  });

  it('installs a provider from a file that a checkout packed, with nothing of agac in any registry', async () => {
    await registry.stop();
    const folder = join(sandbox.home, 'self-contained');
    const packed = spawnSync(process.execPath, [join(ROOT, 'scripts/pack.mjs'), folder, '--self-contained'], {
      encoding: 'utf8',
    });
    expect(packed.status, packed.stderr).to.equal(0);
    const file = packed.stdout.split('\n').find((each) => each.includes('provider-openai-0'));
    sandbox.env['AGAC_ALLOW_PLUGINS'] = '1';
    await wellDone('plugins', 'install', `file:${file}`);
    sandbox.env['AGAC_ALLOW_PLUGINS'] = undefined;
    await wellDone('validate', '-a', 'w');
  });

  it('left no key in any file', () => {
    for (const [name, text] of Object.entries(sandbox.files('.'))) expect(text, name).not.to.contain(vendor.key);
    const lock = readFileSync(join(sandbox.home, 'data/package.json'), 'utf8');
    expect(lock).not.to.contain(vendor.key);
  });
});
