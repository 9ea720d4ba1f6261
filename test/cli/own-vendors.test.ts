import type {IncomingMessage, ServerResponse} from 'node:http';
import {expect} from 'chai';
import {type Loopback, loopback} from '../../packages/provider/test/kit/loopback.js';
import {AcmeVendor} from '../../plugins/reference/src/vendor.js';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';
import {linkNamedAdapter} from './named-adapter.js';

const KEY = 'key-of-mine-0123456789';
const RECORDS = 3;

describe("a vendor of the user's own naming", function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  const agac = (...args: string[]) => sandbox.agac(args, {env: {MY_KEY: KEY}});
  const outputs = (action = 'label') => sandbox.json<Output[]>(`agent_workflow/w/agent_io/target/${action}/in.json`);

  const settings = (providers: string) => sandbox.write({'agent_actions.yml': `project_name: p\n${providers}`});

  const actions = (...each: string[]) =>
    sandbox.write({'agent_workflow/w/agent_config/w.yml': `name: w\nactions:\n${each.join('')}`});

  beforeEach(() => {
    sandbox = new Sandbox();
    linkNamedAdapter(sandbox, 'acme-shaped');
    const rows = Array.from({length: RECORDS}, (_, id) => ({id, text: `message ${id}`}));
    sandbox.write({'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(rows)});
    actions(action());
  });

  afterEach(() => sandbox.remove());

  describe('with a batch lane', () => {
    let vendor: AcmeVendor;

    beforeEach(async () => {
      vendor = new AcmeVendor({key: KEY});
      await vendor.start();
      vendor.answer(() => [{kind: 'text', text: '{"label": "ok"}'}]);
      settings(`providers:\n  mine: {base_url: ${vendor.url}, api_key: MY_KEY, tier: low, depth: 1}\n`);
    });

    afterEach(() => vendor.stop());

    it('runs; what comes later goes by the plan, whatever has become of the settings', async () => {
      actions(action('vendor_options: {depth: 2}'));
      const run = await agac('run', '-a', 'w');
      expect(run.code, run.stderr).to.equal(0);
      const [job] = vendor.left().jobs;
      const [received] = await vendor.received(job!.id);
      expect(received!.body).to.include({tier: 'low', depth: 2});
      settings('');
      const status = await agac('batch', 'status', '--json');
      expectValid('batch status', JSON.parse(status.stdout));
      expect(JSON.parse(status.stdout).result.parts[0]).to.include({provider: 'mine', adapter: 'acme-shaped'});
      const retrieve = await agac('batch', 'retrieve');
      expect(retrieve.code, retrieve.stderr).to.equal(0);
      expect(outputs().map(({metadata}) => metadata)).to.have.length(RECORDS);
      expect(outputs()[0]!.metadata).to.include({provider: 'mine', model: 'sample'});
      expect(JSON.stringify(sandbox.files('.agac'))).to.not.contain(KEY);
    });

    it('answers online, too', async () => {
      actions(action('run_mode: online'));
      const run = await agac('run', '-a', 'w');
      expect(run.code, run.stderr).to.equal(0);
      expect(outputs()).to.have.length(RECORDS);
      expect(vendor.left().jobs).to.have.length(0);
    });

    it('says what to install when the package of its adapter is gone', async () => {
      await agac('run', '-a', 'w');
      const elsewhere = {MY_KEY: KEY, AGAC_DATA_DIR: `${sandbox.home}/empty`};
      const {code, stdout} = await sandbox.agac(['batch', 'retrieve', '--json'], {env: elsewhere});
      expect(code).to.equal(3);
      const document = JSON.parse(stdout);
      expectValid('batch retrieve', document);
      expect(document.code).to.equal('PROVIDER_MISSING');
      expect(document.actions).to.include('agac plugins install @agac/provider-acme-shaped');
    });

    it('is listed inside of its project, with the adapter that serves it', async () => {
      const {stdout} = await agac('providers', '--json');
      const document = JSON.parse(stdout);
      expectValid('providers', document);
      expect(document.result.at(-1)).to.deep.equal({
        name: 'mine',
        adapter: 'acme-shaped',
        plugin: '@acme/provider-acme-shaped',
        version: '1.0.0',
        origin: 'link',
        usable: true,
        key: {variable: 'MY_KEY', isSet: true},
      });
      const one = await agac('providers', 'mine');
      expect(one.stdout).to.match(/^mine {2}served by acme-shaped of .* MY_KEY is set\n {2}run_mode: online +yes/);
      const outside = await sandbox.agac(['providers'], {cwd: sandbox.home});
      expect(outside.stdout).to.contain('acme-shaped').and.not.contain('mine');
    });

    it("is never sent the adapter's own key", async () => {
      settings(`providers:\n  mine: {base_url: ${vendor.url}}\n`);
      const {code, stdout} = await sandbox.agac(['run', '-a', 'w', '--json'], {env: {ITS_OWN_KEY: KEY}});
      expect(code).to.equal(4);
      expect(JSON.parse(stdout).code).to.equal('KEY_MISSING');
      expect(vendor.seen()).to.have.length(0);
    });
  });

  describe('without a batch lane', () => {
    let server: Loopback;
    /** How the list of jobs is answered. */
    let lane: number;
    /** It refuses requests with a schema. */
    let noSchemas: boolean;
    let bodies: {readonly messages: readonly {readonly content: string}[]; readonly [key: string]: unknown}[];

    const chats = () => server.seen.filter(({url}) => url === '/v1/chat/completions');
    const probes = () => server.seen.filter(({url}) => url?.startsWith('/v1/jobs'));

    beforeEach(async () => {
      lane = 404;
      noSchemas = false;
      bodies = [];
      server = await loopback(async (request, response) => {
        if (request.url !== '/v1/chat/completions') return void response.writeHead(lane).end('{"error": "no"}');
        await answer(request, response);
      });
      settings(`providers:\n  mine: {base_url: ${server.url}, api_key: MY_KEY, tier: low, house: red}\n`);
    });

    afterEach(() => server.stop());

    /** The first answer to `Label message 1` does not fit the schema. */
    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk;
      const body = JSON.parse(text) as (typeof bodies)[number];
      bodies.push(body);
      if (noSchemas && text.includes('json_schema')) {
        return void response.writeHead(400).end('{"error": "response_format.type must be json_object"}');
      }
      const isBad = text.includes('Label message 1') && !text.includes('could not be accepted');
      const content = isBad ? '{"label": 1}' : '{"label": "ok"}';
      const choices = [{message: {role: 'assistant', content}, finish_reason: 'stop'}];
      response.end(JSON.stringify({model: 'its-own', choices}));
    }

    it('is asked one by one from here; it is asked for the lane once, and the user is told once', async () => {
      actions(
        action('reprompt: {max_attempts: 1}'),
        action('name: other, dependencies: label, prompt: Go on, vendor_options: {tier: high}').replaceAll(
          'source.',
          'label.',
        ),
      );
      const {code, stdout, stderr} = await agac('run', '-a', 'w', '--wait', '--json');
      expect(code, stdout + stderr).to.equal(0);
      expect(outputs().map(({content}) => content['label'])).to.deep.equal(Array(RECORDS).fill('ok'));
      expect(outputs()[0]!.metadata).to.deep.include({provider: 'mine', model: 'its-own'});
      expect(outputs('other')).to.have.length(RECORDS);
      const document = JSON.parse(stdout);
      expectValid('run', document);
      expect(document.warnings).to.deep.equal([
        'mine has no batch lane; its requests are asked one by one, from this machine and at its usual price. It has no /v1/jobs.',
      ]);
      expect(document.result.submitted.parts[0]).to.include({provider: 'mine', adapter: 'local'});
      // Two connections, for their options differ; the round that asks again goes the way of the first.
      expect(probes()).to.have.length(2);
      expect(chats()).to.have.length(RECORDS + 1 + RECORDS);
      expect(chats().map(({headers}) => headers.authorization)).to.include(`Bearer ${KEY}`);
      expect(bodies[0]).to.include({tier: 'low', model: 'sample'}).and.not.have.property('house');
      expect(JSON.stringify(sandbox.files('.agac'))).to.not.contain(KEY);
    });

    it('is told its schemas in a message where it takes none, and the user that it is, once', async () => {
      noSchemas = true;
      actions(action('vendor_options: {concurrency: 1}'));
      const {code, stdout, stderr} = await agac('run', '-a', 'w', '--wait', '--json');
      expect(code, stdout + stderr).to.equal(68);
      const {warnings} = JSON.parse(stdout) as {warnings: readonly string[]};
      const notes = warnings.filter((warning) => warning.includes('schema'));
      expect(notes).to.have.length(1);
      expect(notes[0]).to.match(
        /^mine: 127\.0\.0\.1:\d+ does not take a schema as it was sent; a message told it instead\./,
      );
      const formats = bodies.map((body) => (body['response_format'] as {type: string}).type);
      expect(formats.filter((type) => type === 'json_schema')).to.have.length(1);
      expect(formats.filter((type) => type === 'json_object')).to.have.length(RECORDS);
      expect(bodies.at(-1)!.messages[0]!.content).to.contain('"label"');
      const status = await agac('batch', 'status', '--json');
      expectValid('batch status', JSON.parse(status.stdout));
      expect((await agac('batch', 'status')).stdout).to.contain('a message told it instead');
    });

    it('stays with that for the run, although there is a lane by now and the settings are gone', async () => {
      const run = await agac('run', '-a', 'w');
      expect(run.code, run.stderr).to.equal(0);
      expect(run.stderr.match(/no batch lane/g)).to.have.length(1);
      lane = 200;
      settings('');
      const wait = await agac('batch', 'wait');
      expect(wait.code, wait.stderr).to.equal(0);
      expect((await agac('batch', 'status')).stdout).to.contain('mine/sample (local)  completed');
      expect((await agac('batch', 'retrieve')).code).to.equal(68);
      expect((await agac('batch', 'retry', '--wait')).code).to.equal(68);
      expect(probes()).to.have.length(1);
      expect(chats()).to.have.length(RECORDS + 1);
    });

    it('is quiet about it with --quiet', async () => {
      expect((await agac('run', '-a', 'w', '--quiet')).stderr).to.equal('');
    });

    for (const [status, code, word] of [
      [401, 4, 'KEY_REFUSED'],
      [400, 5, 'VENDOR_REFUSED'],
    ] as const) {
      it(`ends the run before anything is sent when it answers ${status} to that question: exit ${code}`, async () => {
        lane = status;
        const run = await agac('run', '-a', 'w', '--json');
        expect(run.code, run.stdout).to.equal(code);
        const document = JSON.parse(run.stdout);
        expectValid('run', document);
        expect(document.code).to.equal(word);
        expect(chats()).to.have.length(0);
        expect(Object.keys(sandbox.files('.agac')).filter((file) => file.includes('parts/'))).to.deep.equal([]);
      });
    }

    it('is asked anew once the address that was wrong is mended', async () => {
      lane = 400;
      expect((await agac('run', '-a', 'w')).code).to.equal(5);
      lane = 404;
      settings(`providers:\n  mine: {base_url: ${server.url}, api_key: MY_KEY, tier: mended}\n`);
      expect((await agac('run', '-a', 'w', '--wait')).code).to.equal(68);
      expect(bodies[0]).to.include({tier: 'mended'});
    });

    it('is not asked in a dry run, which says that it does not know', async () => {
      const dry = await agac('run', '-a', 'w', '--dry-run');
      expect(dry.code, dry.stderr).to.equal(0);
      expect(dry.stdout).to.contain('Whether mine has a batch lane is found out by the run');
      const document = JSON.parse((await agac('run', '-a', 'w', '--dry-run', '--json')).stdout);
      expectValid('run', document);
      expect(document.result.unprobed).to.deep.equal(['mine']);
      expect(server.seen).to.have.length(0);
      actions(action('run_mode: online'));
      expect((await agac('run', '-a', 'w', '--dry-run')).stdout).to.not.contain('batch lane');
    });
  });

  it('says what its adapter has against its settings for every action, with the line', async () => {
    settings('providers:\n  mine: {house: none}\n');
    actions(action(), action('name: other'));
    const {code, stdout} = await agac('validate', '-a', 'w', '--json');
    expect(code).to.equal(3);
    const message =
      'The provider acme-shaped of @acme/provider-acme-shaped 1.0.0 cannot be opened for mine: There is no house.';
    const problem = {severity: 'error', file: 'agent_workflow/w/agent_config/w.yml', message, suggestion: 'Build one.'};
    const problems = (JSON.parse(stdout).data.problems as {severity: string}[]).filter(
      ({severity}) => severity === 'error',
    );
    expect(problems).to.deep.equal([
      {...problem, line: 3},
      {...problem, line: 10},
    ]);
  });

  it('is checked with all else: every problem at once, with its line, and no key is shown', async () => {
    linkNamedAdapter(sandbox, 'other-shaped');
    settings(`providers:
  local:
    adapter: acme-shaped
  nowhere: {adapter: acme-shapes}
  wrong: {adapter: local}
  mine:
    base_url: https://user:hunter2@host/v1
    api_key: sk-hunter2
    token: hunter2
  listed: [a]
  Loud: {adapter: acme-shaped, vendor_options: {a: 1}}
  number: {adapter: 3, api_key: 4}
`);
    const {code, stdout} = await agac('validate', '-a', 'w', '--json');
    expect(code).to.equal(3);
    expect(stdout).to.not.contain('hunter2');
    const document = JSON.parse(stdout);
    expectValid('validate', document);
    const told = (document.data.problems as {file: string; line: number; message: string}[])
      .filter(({file}) => file === 'agent_actions.yml')
      .map(({line, message}) => `${line} ${message}`);
    expect(told).to.deep.equal([
      '4 "local" is an installed provider itself; no adapter can serve it.',
      '5 No installed adapter is named "acme-shapes".',
      '6 The provider "local" serves no vendors of other names.',
      '7 "mine" is no installed provider, and several adapters could serve it.',
      '8 "base_url" holds more than an address: a user name, password or query. (It is not shown here.)',
      '9 "api_key" is not the name of an environment variable. (It is not shown here: it may be a key.)',
      '10 This looks like a secret. It is not shown here; secrets do not belong into files of the project.',
      '11 "listed" is not a map. (It is not shown here: it may be a key.)',
      '12 "vendor_options" is not supported in this version.',
      '12 "Loud" cannot be the name of a vendor.',
      '13 "adapter" is the number 3; it should be a text.',
      '13 "api_key" is the number 4; it should be a text.',
    ]);
  });
});

/** An action of the vendor `mine`, with these keys before all others, in YAML's flow style. */
function action(more = ''): string {
  const keys = new Map([
    ['name', 'label'],
    ['model_vendor', 'mine'],
    ['model_name', 'sample'],
    ['run_mode', 'batch'],
    ['prompt', '"Label {{ source.text }}."'],
    ['schema', '{label: string!}'],
    ['context_scope', '{observe: [source.text], passthrough: [source.text]}'],
  ]);
  for (const [, key, value] of more.matchAll(/(\w+): (\{.*?\}|[^,]+)/g)) keys.set(key!, value!);
  const lines = [...keys].map(([key, value]) => `${key}: ${value}\n`);
  return `  - ${lines.join('    ')}`;
}
