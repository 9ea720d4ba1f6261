import {expect} from 'chai';
import fc from 'fast-check';
import type {LlmAction} from '../../src/domain/workflow.js';
import {load, sound, TemporaryProject, told, WORKFLOW_FILE, withLines, wrong} from './temporary-project.js';

describe('the key of a model', () => {
  for (const name of ['ACME_KEY', 'A', 'K2_', `"\${ACME_KEY}"`, `"\${ ACME_KEY }"`]) {
    it(`is named by ${name}`, () => {
      const {keyEnv} = sound(withLines(`api_key: ${name}`)).actions[0] as {keyEnv?: string};
      expect(keyEnv).to.equal(name.replace(/["${} ]/g, ''));
    });
  }

  const literals = [
    'sk-proj-abcdefghijklmnop',
    'AIzaSyA1234567890abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'lower_case',
    'Bearer abc.def',
    `"\${sk-live-123456}"`,
    '${',
    '3f2a9c41b7',
    '[sk-in-a-list]',
    '{secret: sk-in-a-map}',
    '1234567890',
  ];
  for (const literal of literals) {
    it(`is never echoed where it is written out: ${literal}`, () => {
      for (const yaml of [
        withLines(`api_key: ${literal}`),
        `${withLines()}\ndefaults: {api_key: ${literal.replace(/[{}]/g, '')}}`,
      ]) {
        const {workflow, problems} = load(yaml);
        expect(workflow).to.equal(undefined);
        const secret = literal.replace(/^["[{$ ]+|["\]} ]+$/g, '').replace(/^secret: /, '');
        if (secret.length > 3 && !/^\d+$/.test(secret)) expect(JSON.stringify(problems)).to.not.include(secret);
      }
    });
  }

  it('is never echoed, whatever it is', () => {
    const literal = fc.stringMatching(/^[a-z0-9][A-Za-z0-9_-]{11,40}$/);
    fc.assert(
      fc.property(literal, (secret) => {
        const {workflow, problems} = load(withLines(`api_key: "${secret}"`));
        expect(workflow).to.equal(undefined);
        expect(JSON.stringify(problems)).to.not.include(secret);
      }),
      {numRuns: 40},
    );
  });

  it('is refused with its line and what to do', () => {
    expect(wrong(withLines('api_key: sk-abc'))).to.deep.equal([
      '6 error: "api_key" is not the name of an environment variable. (It is not shown here: it may be a key.) | Write api_key: MY_API_KEY, for example, and put the key itself into .env or the environment.',
    ]);
  });

  it('is found among vendor options, too', () => {
    for (const line of ['{api_key: abc}', '{headers: {Authorization: abc}}', '{x: [sk-abcdef]}', '{auth-token: abc}']) {
      const found = wrong(withLines(`vendor_options: ${line}`));
      expect(found).to.have.length(1);
      expect(found[0])
        .to.match(/^6 error: This looks like a secret\./)
        .and.not.include('abc');
    }
    expect(wrong(withLines('vendor_options: {api_key: MY_KEY, max_output_tokens: 3, tokens: a}'))).to.deep.equal([]);
  });
});

describe('the address of a model', () => {
  for (const url of [
    'https://gateway.example/v1',
    'http://localhost:8080',
    'http://127.0.0.1:1/x',
    'http://[::1]:1/',
  ]) {
    it(`may be ${url}`, () => {
      expect(sound(withLines(`base_url: ${url}`)).actions[0]).to.include({baseUrl: url});
    });
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['https://user:hunter2@host/v1', /^6 error: "base_url" holds more than an address/],
    ['https://hunter2@host/v1', /^6 error: "base_url" holds more than an address/],
    ['https://host/v1?key=hunter2', /^6 error: "base_url" holds more than an address/],
    ['https://host/v1#hunter2', /^6 error: "base_url" holds more than an address/],
    ['ftp://hunter2/', /^6 error: "base_url" is not an address that begins with https/],
    ['hunter2', /^6 error: "base_url" is not an address/],
    ['[https://hunter2]', /^6 error: "base_url" is a list/],
  ];
  for (const [url, problem] of refused) {
    it(`is refused and not echoed: ${url}`, () => {
      const found = wrong(withLines(`base_url: "${url}"`.replace('"[', '[').replace(']"', ']')));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem).and.not.include('hunter2');
    });
  }

  it('is warned of where the key would travel in the clear', () => {
    expect(wrong(withLines('base_url: http://gateway.example:1/v1'))).to.deep.equal([
      '6 warning: Requests to gateway.example:1 go over http: others on the way can read them and the key. | Use https.',
    ]);
  });
});

describe('what belongs to one vendor', () => {
  const ACTION = [
    'name: wf',
    'actions:',
    '  - name: ask',
    '    prompt: Say {{ source.x }}',
    '    schema: {a: string!}',
  ];

  /** The connection of an action, by what stands under the project, the workflow and the action. */
  function connection({project = '', workflow = '', action = '', providers = ''}) {
    const flow = (key: string, text: string) => (text === '' ? '' : `${key}: {${text}}\n`);
    const own = action === '' ? '' : `\n    ${action.replaceAll('; ', '\n    ')}`;
    const {workflow: found, problems} = load(`${flow('defaults', workflow)}${ACTION.join('\n')}${own}`, {
      'agent_actions.yml': `${flow('default_agent_config', `model_name: m, ${project}`)}${flow('providers', providers)}`,
    });
    const [first] = (found?.actions ?? []) as LlmAction[];
    const {vendor, keyEnv, baseUrl, vendorOptions} = first ?? {};
    const told = problems.map(({file, line, severity, message}) => `${file}:${line} ${severity}: ${message}`);
    return {vendor, keyEnv, baseUrl, vendorOptions, told};
  }

  const ACME = 'model_vendor: acme, api_key: ACME, base_url: https://acme.example, vendor_options: {a: 1}';
  const NOTHING = {keyEnv: undefined, baseUrl: undefined, vendorOptions: {}, told: []};

  it('is inherited by actions of that vendor', () => {
    const inherited = {
      vendor: 'acme',
      keyEnv: 'ACME',
      baseUrl: 'https://acme.example',
      vendorOptions: {a: 1},
      told: [],
    };
    expect(connection({project: ACME})).to.deep.equal(inherited);
    expect(connection({workflow: ACME, action: 'model_vendor: acme'})).to.deep.equal(inherited);
    expect(connection({project: ACME, workflow: 'model_vendor: local', action: 'model_vendor: acme'})).to.deep.equal(
      inherited,
    );
    const nearer = {...inherited, keyEnv: 'MINE'};
    expect(connection({project: ACME, workflow: 'api_key: MINE'})).to.deep.equal(nearer);
    expect(connection({project: ACME, action: 'api_key: MINE'})).to.deep.equal(nearer);
    expect(connection({project: ACME, action: 'api_key:'})).to.deep.equal({...inherited, keyEnv: undefined});
  });

  it('is not inherited by those of another one', () => {
    const other = {vendor: 'local', ...NOTHING};
    expect(connection({project: ACME, action: 'model_vendor: local'})).to.deep.equal(other);
    expect(connection({project: ACME, workflow: 'model_vendor: local'})).to.deep.equal(other);
    expect(connection({workflow: ACME, action: 'model_vendor: local'})).to.deep.equal(other);
    expect(connection({project: ACME, workflow: 'api_key: MINE', action: 'model_vendor: local'})).to.deep.equal(other);
    const own = {...other, keyEnv: 'MINE'};
    expect(connection({project: ACME, action: 'model_vendor: local; api_key: MINE'})).to.deep.equal(own);
    expect(connection({project: ACME, workflow: 'model_vendor: local, api_key: MINE'})).to.deep.equal(own);
  });

  it('has no effect where nothing says whose it is, and that is told', () => {
    const {told, ...found} = connection({
      project: 'api_key: K',
      workflow: 'base_url: https://x.example',
      action: 'model_vendor: acme',
    });
    expect(found).to.deep.equal({vendor: 'acme', keyEnv: undefined, baseUrl: undefined, vendorOptions: {}});
    expect(told).to.deep.equal([
      'agent_actions.yml:1 warning: "api_key" has no effect: nothing here says which vendor it is for.',
      'agent_workflow/wf/agent_config/wf.yml:1 warning: "base_url" has no effect: nothing here says which vendor it is for.',
    ]);
  });

  it('may be said for the whole project, and what a workflow says goes before it', () => {
    const providers =
      'acme: {api_key: SETTINGS, base_url: https://settings.example, a: 1, b: 1}, local: {api_key: OTHER, c: 1}';
    const all = {vendor: 'acme', keyEnv: 'SETTINGS', baseUrl: 'https://settings.example', vendorOptions: {a: 1, b: 1}};
    expect(connection({providers, action: 'model_vendor: acme'})).to.deep.equal({...all, told: []});
    const action = 'model_vendor: acme; api_key: MINE; vendor_options: {b: 2}';
    const over = {...all, keyEnv: 'MINE', vendorOptions: {a: 1, b: 2}, told: []};
    expect(connection({providers, action})).to.deep.equal(over);
    expect(connection({providers, project: ACME, action: 'model_vendor: local'})).to.deep.equal({
      vendor: 'local',
      keyEnv: 'OTHER',
      baseUrl: undefined,
      vendorOptions: {c: 1},
      told: [],
    });
  });
});

describe('the vendor of a model', () => {
  it('is one that is installed', () => {
    expect(wrong(withLines('model_vendor: acmee'))).to.deep.equal([
      '6 error: No installed provider is named "acmee". | Did you mean "acme"?',
    ]);
    expect(wrong(withLines('model_vendor: faraway'))).to.deep.equal([
      '6 error: No installed provider is named "faraway". | agac plugins install @agac/provider-faraway',
    ]);
  });

  /** What is wrong with an action of this vendor, and what serves it. */
  function served(vendor: string, providers: string, named: readonly string[] = []) {
    using project = new TemporaryProject({
      'agent_actions.yml': `default_agent_config: {model_name: m}\nproviders: ${providers}\n`,
      [WORKFLOW_FILE]: withLines(`model_vendor: ${vendor}`),
    });
    const {workflow, problems} = project.load({providers: ['acme', ...named], namedAdapters: named});
    return {adapter: (workflow?.actions[0] as LlmAction | undefined)?.adapter, told: told(problems)};
  }

  it("may have a name of the project's own, and is served by the one adapter for such, or by the one that is named", () => {
    expect(served('mine', '{mine: }', ['any'])).to.deep.equal({adapter: 'any', told: []});
    expect(served('mine', '{mine: {adapter: any}}', ['other', 'any'])).to.deep.equal({adapter: 'any', told: []});
    expect(served('acme', '{acme: {a: 1}}', ['any'])).to.deep.equal({adapter: undefined, told: []});
    expect(served('any', '{mine: }', ['any'])).to.deep.equal({adapter: undefined, told: []});
  });

  it('cannot be asked where no adapter is installed for it, or several are', () => {
    expect(served('mine', '{mine: }').told).to.deep.equal([
      'agent_actions.yml:2 error: "mine" is no installed provider, and none is installed that serves vendors of your own naming. | agac plugins install @agac/provider-mine, or that of an adapter, named with adapter: here.',
    ]);
    expect(served('mine', '{mine: {adapter: any}}').told).to.deep.equal([
      'agent_actions.yml:2 error: No installed adapter is named "any". | agac plugins install @agac/provider-any',
    ]);
    expect(served('mine', '{mine: }', ['one', 'two']).told).to.deep.equal([
      'agent_actions.yml:2 error: "mine" is no installed provider, and several adapters could serve it. | Write adapter: one or adapter: two.',
    ]);
    // What no action asks is no mistake yet.
    expect(served('acme', '{mine: }').told).to.deep.equal([]);
    expect(served('mime', '{mine: }', ['any']).told).to.deep.equal([
      '6 error: No installed provider is named "mime". | Did you mean "mine"?',
    ]);
    expect(served('faraway', '{}', ['any']).told).to.deep.equal([
      '6 error: No installed provider is named "faraway". | agac plugins install @agac/provider-faraway, or write it under providers: in agent_actions.yml, to be served by any.',
    ]);
  });
});
