import {expect} from 'chai';
import {AcmeVendor} from '../src/vendor.js';

describe('AcmeVendor', () => {
  let acme: AcmeVendor;

  beforeEach(async () => {
    acme = new AcmeVendor();
    await acme.start();
  });

  afterEach(() => acme.stop());

  async function ask(method: string, path: string, body?: string) {
    const response = await fetch(acme.url + path, {method, body, headers: {authorization: `Bearer ${acme.key}`}});
    return {status: response.status, text: await response.text()};
  }

  async function jobOf(label: string, lines: readonly object[]): Promise<string> {
    const upload = await ask(
      'POST',
      '/v1/files?name=in.jsonl',
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    const order = {input_file: JSON.parse(upload.text).id, label, model: 'acme-1'};
    return JSON.parse((await ask('POST', '/v1/jobs', JSON.stringify(order))).text).id;
  }

  it('has a job done as soon as it is asked about, with answers that fit the schema asked for', async () => {
    const schema = {
      type: 'object',
      properties: {
        title: {type: 'string'},
        tone: {enum: ['kind', 'harsh']},
        score: {type: 'integer'},
        fits: {type: ['boolean', 'null']},
        tags: {type: 'array', items: {type: 'string'}},
        author: {type: 'object', properties: {name: {type: 'string'}}},
      },
    };
    const id = await jobOf('a', [{id: 'r1', request: {format: {schema}}}]);
    const job = JSON.parse((await ask('GET', `/v1/jobs/${id}`)).text);
    expect(job).to.include({state: 'done', error_file: null});
    const line = JSON.parse((await ask('GET', `/v1/files/${job.output_file}/content`)).text);
    expect(line.id).to.equal('r1');
    expect(JSON.parse(line.answer.text)).to.deep.equal({
      title: 'text',
      tone: 'kind',
      score: 1,
      fits: true,
      tags: [],
      author: {name: 'text'},
    });
  });

  it('says what it is told to, in two files, and stops a job where it stands', async () => {
    acme.answer(({id}) => [id === 'r1' ? {kind: 'text', text: 'yes'} : {kind: 'fault', status: 429}]);
    const id = await jobOf('a', [
      {id: 'r1', request: {}},
      {id: 'r2', request: {}},
      {id: 'r3', request: {}},
    ]);
    await acme.advance(id, 'running', {done: 2});
    expect(JSON.parse((await ask('POST', `/v1/jobs/${id}/cancel`)).text).state).to.equal('stopping');
    const job = JSON.parse((await ask('GET', `/v1/jobs/${id}`)).text);
    expect(job).to.include({state: 'stopped'});
    expect((await ask('GET', `/v1/files/${job.output_file}/content`)).text).to.contain('yes');
    const errors = (await ask('GET', `/v1/files/${job.error_file}/content`)).text.trim().split('\n');
    expect(errors.map((line) => JSON.parse(line).error.code)).to.deep.equal(['error_429', 'job_stopped']);
  });

  it('lists its jobs newest first, a page at a time, and late where it is told to', async () => {
    for (const label of ['a', 'b', 'c']) acme.plant(label);
    const first = JSON.parse((await ask('GET', '/v1/jobs?limit=2')).text);
    expect(first.jobs.map(({label}: {label: string}) => label)).to.deep.equal(['c', 'b']);
    expect(first.more).to.equal(true);
    const second = JSON.parse((await ask('GET', `/v1/jobs?limit=2&after=${first.jobs[1].id}`)).text);
    expect(second).to.deep.include({more: false});
    expect(second.jobs[0].label).to.equal('a');
    acme.delayList(60_000);
    expect(JSON.parse((await ask('GET', '/v1/jobs')).text).jobs).to.deep.equal([]);
  });

  it('lets nobody in without the key, and tells what it has seen', async () => {
    const response = await fetch(`${acme.url}/v1/jobs`, {headers: {authorization: 'Bearer wrong'}});
    expect(response.status).to.equal(401);
    await ask('POST', '/v1/files?name=in.jsonl', 'hello');
    const [refused, upload] = acme.seen();
    expect(refused).to.include({on: 'list', key: 'wrong'});
    expect(upload).to.include({
      on: 'upload',
      bytes: 5,
      digest: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    });
  });

  it('holds a request before and after it acts, for a test to look on', async () => {
    const jobs: string[] = [];
    acme.around(({on, when}) => {
      if (on === 'create') jobs.push(`${when}: ${acme.left().jobs.length}`);
    });
    await jobOf('a', []);
    expect(jobs).to.deep.equal(['before: 0', 'after: 1']);
  });

  it('fails as often as it is told to, before or after it acts', async () => {
    acme.fail({on: 'create', when: 'after', how: {status: 503, message: 'Later.'}, times: 2});
    const order = JSON.stringify({input_file: JSON.parse((await ask('POST', '/v1/files', '')).text).id, label: 'a'});
    for (const status of [503, 503, 200]) expect((await ask('POST', '/v1/jobs', order)).status).to.equal(status);
    expect(acme.left().jobs).to.have.length(3);
    acme.fail({on: 'create', when: 'before', how: 'truncated'});
    expect((await ask('POST', '/v1/jobs', order)).text).not.to.match(/}$/);
    expect(acme.left().jobs).to.have.length(3);
  });
});
