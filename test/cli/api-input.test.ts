import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {Api} from '../records/api/server.js';
import {Sandbox} from '../sandbox.js';

const IO = 'agent_workflow/w/agent_io';
const SECRET = 'canary-4711-secret';

const action = (name: string) => `  - name: ${name}
    model_vendor: local
    model_name: sample
    run_mode: batch
    prompt: Say what this is about.
    schema: {about: string!}
    context_scope: {observe: [source.*], passthrough: [source.id]}
`;

describe('records from an address', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let api: Api;

  beforeEach(async () => {
    sandbox = new Sandbox();
    api = await Api.open((request, response) => {
      if (request.headers.authorization !== `Bearer ${SECRET}`) return void response.writeHead(401).end('no');
      const second = request.url?.includes('page=2') === true;
      const items = second ? [{id: 3}] : [{id: 1}, {id: 2}];
      response.end(JSON.stringify({data: items, next: second ? null : '/v1?page=2'}));
    });
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': `name: w
data_source:
  type: api
  url: ${api.url}/v1
  headers: {Authorization: "Bearer \${SHOP_TOKEN}"}
  records: data
  next: next
actions:
${action('one')}${action('two')}`,
    });
  });
  afterEach(() => {
    api.close();
    sandbox.remove();
  });

  it('are asked for once in a run, whatever reads them, and the key is kept nowhere', async () => {
    sandbox.env['SHOP_TOKEN'] = SECRET;
    const submitted = await sandbox.agac(['run', '-a', 'w', '--debug']);
    expect(submitted.code, submitted.stderr).to.equal(0);
    const finished = await sandbox.agac(['run', '-a', 'w', '--wait', '--debug']);
    expect(finished.code, finished.stderr).to.equal(0);
    for (const name of ['one', 'two']) {
      const outputs = sandbox.json<Output[]>(`${IO}/target/${name}/api.json`);
      expect(outputs.map(({content}) => content['id'])).to.deep.equal([1, 2, 3]);
    }
    expect(api.asked.map(({url}) => url)).to.deep.equal(['/v1', '/v1?page=2']);
    const again = await sandbox.agac(['run', '-a', 'w']);
    expect(again.code, again.stderr).to.equal(0);
    expect(api.asked).to.have.length(2);
    const everything = JSON.stringify([sandbox.files('.'), submitted, finished]);
    expect(everything).to.contain('SHOP_TOKEN').and.to.not.contain(SECRET);
  });

  it('are asked for in a dry run, which keeps nothing, and not in a validation', async () => {
    sandbox.env['SHOP_TOKEN'] = SECRET;
    const dry = await sandbox.agac(['run', '-a', 'w', '--dry-run', '--json']);
    expect(dry.code, dry.stderr).to.equal(0);
    expect(JSON.parse(dry.stdout).result.actions.map(({requests}: {requests: number}) => requests)).to.deep.equal([
      3, 3,
    ]);
    expect(Object.keys(sandbox.files('.')).filter((file) => file.includes('fetched'))).to.deep.equal([]);
    const asked = api.asked.length;
    expect((await sandbox.agac(['validate', '-a', 'w'])).code).to.equal(0);
    expect(api.asked).to.have.length(asked);
  });

  it('stop the run before anything is sent where the variable is missing or the API says no', async () => {
    const missing = await sandbox.agac(['run', '-a', 'w']);
    expect(missing.code).to.equal(3);
    expect(missing.stderr).to.contain('The environment variable SHOP_TOKEN is not set; data_source needs it.');
    expect(api.asked).to.deep.equal([]);
    const refused = await sandbox.agac(['run', '-a', 'w', '--json'], {env: {SHOP_TOKEN: 'wrong'}});
    expect(refused.code).to.equal(5);
    const document = JSON.parse(refused.stdout);
    expect(document.code).to.equal('INPUT_UNREACHABLE');
    expect(document.actions).to.deep.equal(['Look at what SHOP_TOKEN holds.']);
    const mended = await sandbox.agac(['run', '-a', 'w', '--wait'], {env: {SHOP_TOKEN: SECRET}});
    expect(mended.code, mended.stderr).to.equal(0);
  });
});
