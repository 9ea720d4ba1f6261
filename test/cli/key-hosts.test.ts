import {join} from 'node:path';
import {expect} from 'chai';
import {CompatibleVendor} from '../../plugins/openai-compatible/test/vendor.js';
import {ROOT, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const WORKFLOW = 'agent_workflow/w/agent_config/w.yml';
const LIST_IT = 'If it should, list the host in AGAC_KEY_HOSTS: keys then go to no host that is not listed there.';

const action = (name: string, ...lines: readonly string[]) => `  - name: ${name}
    model_name: m
    run_mode: batch
    prompt: Say it.
    schema: {a: string!}
    context_scope: {observe: [source.*]}
${lines.map((line) => `    ${line}\n`).join('')}`;

describe('where a key goes', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.link('@agac/provider-openai', join(ROOT, 'plugins', 'openai'));
    sandbox.env['OPENAI_API_KEY'] = 'canary-0815-secret';
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_io/staging/in.json': '[{"text": "a"}]',
    });
  });
  afterEach(() => sandbox.remove());

  const actions = (...all: readonly string[]) =>
    sandbox.write({[WORKFLOW]: `name: w\ndefaults: {model_vendor: openai}\nactions:\n${all.join('')}`});
  const settings = (text: string) => sandbox.write({'agent_actions.yml': text});
  const agac = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => sandbox.agac(args, {env});

  interface Told {
    readonly file: string;
    readonly line?: number;
    readonly message: string;
    readonly suggestion?: string;
  }

  const lines = (problems: readonly Told[]) => problems.map(({file, line, message}) => `${file}:${line} ${message}`);

  async function warnings(env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
    const {code, stdout, stderr} = await agac(['validate', '-a', 'w', '--json'], env);
    expect(code, stdout + stderr).to.equal(0);
    return lines(JSON.parse(stdout).result.warnings);
  }

  async function problems(env: Readonly<Record<string, string>>): Promise<readonly Told[]> {
    const {code, stdout} = await agac(['run', '-a', 'w', '--json'], env);
    expect(code, stdout).to.equal(3);
    const document = JSON.parse(stdout);
    expectValid('run', document);
    expect(stdout).to.not.contain('canary-0815');
    return document.data.problems;
  }

  it('is told where a file of the project says it, with its line, before anything is done', async () => {
    settings('project_name: p\nproviders:\n  openai:\n    base_url: https://gateway.example/v1\n');
    actions(action('one'), action('two'), action('three', 'base_url: https://other.example:8443/v1'));
    expect(await warnings()).to.deep.equal([
      'agent_actions.yml:4 The key in OPENAI_API_KEY goes to gateway.example.',
      `${WORKFLOW}:22 The key in OPENAI_API_KEY goes to other.example:8443.`,
    ]);
    const dry = await agac(['run', '-a', 'w', '--dry-run']);
    expect(dry.code, dry.stderr).to.equal(0);
    const line = `agent_actions.yml:4: The key in OPENAI_API_KEY goes to gateway.example. ${LIST_IT}`;
    expect(dry.stderr.replace(/\s*\n\s*›?\s*/g, ' ')).to.contain(line);
    // Where the user has listed both, nothing is left to tell.
    expect(await warnings({AGAC_KEY_HOSTS: 'gateway.example, other.example:8443'})).to.deep.equal([]);
  });

  it("is not told of the vendor's own hosts, of this machine, and of what the user's shell says", async () => {
    actions(
      action('one', 'base_url: https://eu.api.openai.com/v1'),
      action('two', 'base_url: http://127.0.0.1:8000/v1'),
    );
    expect(await warnings()).to.deep.equal([]);
    actions(action('one'));
    expect(await warnings({OPENAI_BASE_URL: 'https://gateway.example/v1'})).to.deep.equal([]);
  });

  it('is told where .env says it, and .env cannot list it', async () => {
    actions(action('one'));
    sandbox.write({'.env': 'OPENAI_BASE_URL=https://gateway.example/v1\nAGAC_KEY_HOSTS=gateway.example\n'});
    const told = `${WORKFLOW}:4 The key in OPENAI_API_KEY goes to gateway.example, as .env says.`;
    expect(await warnings()).to.deep.equal([told]);
    expect(await warnings({AGAC_KEY_HOSTS: 'gateway.example'})).to.deep.equal([told]);
    expect(await warnings({AGAC_KEY_HOSTS: 'gateway.example,'})).to.deep.equal([]);
  });

  it('is told of the variables that a data_source sends', async () => {
    sandbox.write({
      [WORKFLOW]: `name: w
data_source: {type: api, url: "https://shop.example/v1", headers: {Authorization: "Bearer \${OPENAI_API_KEY}"}}
defaults: {model_vendor: openai}
actions:
${action('one')}`,
    });
    expect(await warnings()).to.deep.equal([`${WORKFLOW}:undefined The key in OPENAI_API_KEY goes to shop.example.`]);
    const found = await problems({AGAC_KEY_HOSTS: 'api.openai.com'});
    expect(lines(found)).to.deep.equal([
      `${WORKFLOW}:undefined The key in OPENAI_API_KEY would go to shop.example; AGAC_KEY_HOSTS forbids it.`,
    ]);
  });

  it('is no host but those that are listed: every other is refused, all at once, and nothing is begun', async () => {
    settings('project_name: p\nproviders:\n  openai:\n    base_url: https://gateway.example/v1\n');
    actions(
      action('one'),
      action('two', 'base_url: https://api.openai.com/v1'),
      action('three', 'base_url: http://127.0.0.1:1/v1'),
      action('four', 'base_url: http://listed.example/v1'),
    );
    const found = await problems({AGAC_KEY_HOSTS: 'listed.example,api.openai.com'});
    const refused = 'The key in OPENAI_API_KEY would go to';
    expect(lines(found).filter((line) => line.includes('would go'))).to.deep.equal([
      `agent_actions.yml:4 ${refused} gateway.example; AGAC_KEY_HOSTS forbids it.`,
      `${WORKFLOW}:23 ${refused} http://127.0.0.1:1; AGAC_KEY_HOSTS forbids it.`,
      `${WORKFLOW}:30 ${refused} http://listed.example; AGAC_KEY_HOSTS forbids it.`,
    ]);
    const first = found.find(({message}) => message.includes('would go'));
    expect(first!.suggestion).to.equal('AGAC_KEY_HOSTS lists listed.example, api.openai.com.');
    expect(() => sandbox.files('.agac')).to.throw();
  });

  it("refuses the vendor's own host too, and .env; not what the user's shell says", async () => {
    actions(action('one'));
    expect(lines(await problems({AGAC_KEY_HOSTS: 'gateway.example'}))).to.deep.equal([
      `${WORKFLOW}:4 The key in OPENAI_API_KEY would go to api.openai.com; AGAC_KEY_HOSTS forbids it.`,
    ]);
    expect(await warnings({AGAC_KEY_HOSTS: '', OPENAI_BASE_URL: 'https://gateway.example/v1'})).to.deep.equal([]);
    sandbox.write({'.env': 'OPENAI_BASE_URL=https://evil.example/v1\nAGAC_KEY_HOSTS=evil.example\n'});
    expect(lines(await problems({AGAC_KEY_HOSTS: 'gateway.example'}))).to.deep.equal([
      `${WORKFLOW}:4 The key in OPENAI_API_KEY would go to evil.example, as .env says; AGAC_KEY_HOSTS forbids it.`,
    ]);
  });

  it('is looked at again by the commands that go on with a run', async () => {
    const vendor = new CompatibleVendor();
    await vendor.start();
    try {
      sandbox.link('@agac/provider-openai-compatible', join(ROOT, 'plugins', 'openai-compatible'));
      settings(`providers:\n  mine: {base_url: "${vendor.url}", api_key: THEIR_KEY, batch_lane: true}\n`);
      sandbox.write({[WORKFLOW]: `name: w\ndefaults: {model_vendor: mine}\nactions:\n${action('one')}`});
      const run = await agac(['run', '-a', 'w'], {THEIR_KEY: vendor.key, AGAC_KEY_HOSTS: '127.0.0.1'});
      expect(run.code, run.stderr).to.equal(0);
      const seen = vendor.seen().length;
      const wait = await agac(['batch', 'wait', '--json'], {THEIR_KEY: vendor.key, AGAC_KEY_HOSTS: 'localhost'});
      expect(wait.code, wait.stdout).to.equal(4);
      expect(JSON.parse(wait.stdout)).to.include({code: 'KEY_HOST_REFUSED'});
      expect(vendor.seen()).to.have.length(seen);
    } finally {
      await vendor.stop();
    }
  });

  it('is no question where no key is sent', async () => {
    sandbox.write({
      [WORKFLOW]: `name: w\ndefaults: {model_vendor: local, base_url: "https://keyless.example/v1"}\nactions:\n${action('one')}`,
    });
    expect(await warnings({AGAC_KEY_HOSTS: 'api.openai.com'})).to.deep.equal([]);
  });
});
