import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {ROOT, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const TARGET = 'agent_workflow/triage/agent_io/target';

describe('the sample project, as a new user', function () {
  this.timeout(60_000);
  const sandbox = new Sandbox();
  const deep = join(sandbox.project, 'agent_workflow', 'triage', 'a', 'b', 'c');

  before(() => mkdirSync(sandbox.home, {recursive: true}));
  after(() => sandbox.remove());

  it('is written by init, and not into a folder that holds something', async () => {
    const made = await sandbox.agac(['init', 'project', '--json'], {cwd: sandbox.home});
    expect(made.code, made.stderr).to.equal(0);
    expectValid('init', JSON.parse(made.stdout));
    expect(sandbox.read('.gitignore')).to.contain('.agac');
    expect(sandbox.json<unknown[]>('agent_workflow/triage/agent_io/staging/messages.json')).to.have.length(24);
    const again = await sandbox.agac(['init', 'project'], {cwd: sandbox.home});
    expect(again.code).to.equal(2);
    expect(again.stderr).to.contain('FOLDER_NOT_EMPTY');
    mkdirSync(deep, {recursive: true});
  });

  it('is valid', async () => {
    const {code, stdout} = await sandbox.agac(['validate', '-a', 'triage', '--json']);
    expect(code).to.equal(0);
    expectValid('validate', JSON.parse(stdout));
  });

  it('knows no job before there is one: exit 2', async () => {
    const {code, stderr} = await sandbox.agac(['batch', 'status']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('NO_LAST_JOB').and.to.contain('agac run');
  });

  it('can be counted without sending or keeping anything', async () => {
    const {code, stdout} = await sandbox.agac(['run', '-a', 'triage', '--dry-run', '--show', '2', '--json']);
    expect(code).to.equal(0);
    const document = JSON.parse(stdout);
    expectValid('run', document);
    expect(document.result.parts[0].requests).to.equal(24);
    expect(document.result.prompts).to.have.length(2);
    expect(Object.keys(sandbox.files('.')).filter((file) => file.startsWith('.agac'))).to.deep.equal([]);
  });

  it('is submitted: the id alone on stdout, the rest on stderr', async () => {
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'triage']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^Batch submitted: batch_[0-9a-z]{26}\n$/);
    expect(stderr).to.contain('24 requests').and.to.contain('Next: agac batch retrieve').and.to.contain('made up');
  });

  it('is asked about and waited for from a folder as deep as one likes', async () => {
    const waited = await sandbox.agac(['batch', 'wait', '--timeout', '1', '--json'], {cwd: deep});
    expect(waited.code, waited.stderr).to.equal(0);
    expectValid('batch wait', JSON.parse(waited.stdout));
    const {code, stdout} = await sandbox.agac(['batch', 'status'], {cwd: deep});
    expect(code).to.equal(0);
    expect(stdout.split('\n')[0]).to.equal('Batch job status: completed');
    expect(stdout).to.contain('24 answered, 0 failed');
  });

  it('is retrieved: JSON that matches the schema, passthrough and all, and the tool has run', async () => {
    const {code, stdout, stderr} = await sandbox.agac(['batch', 'retrieve'], {cwd: deep});
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain(`classify: 24 outputs in ${TARGET}/classify`);
    const outputs = sandbox.json<Output[]>(`${TARGET}/classify/messages.json`);
    expect(outputs).to.have.length(24);
    for (const {content, metadata} of outputs) {
      expect(content).to.have.keys('category', 'urgency', 'summary', 'id');
      expect(metadata.simulated).to.equal(true);
    }
    expect(outputs.map(({content}) => content['id'])).to.deep.equal(
      sandbox.json<{id: string}[]>('agent_workflow/triage/agent_io/staging/messages.json').map(({id}) => id),
    );
    expect(sandbox.json<Output[]>(`${TARGET}/route/messages.json`)[0]!.lineage).to.have.length(2);
  });

  it('gives plainer shapes on request', async () => {
    const args = ['batch', 'retrieve', '-o', 'out', '--format', 'csv', '--content-only', '--json'];
    const {code, stdout} = await sandbox.agac(args);
    expect(code).to.equal(0);
    expectValid('batch retrieve', JSON.parse(stdout));
    expect(sandbox.read('out/classify/messages.csv').split('\n')[0]).to.equal('"category","urgency","summary","id"');
    const over = await sandbox.agac(['batch', 'retrieve', '--content-only']);
    expect(over.code).to.equal(2);
  });

  it('writes deleted outputs again, byte for byte', async () => {
    const before = sandbox.files(TARGET);
    sandbox.write({[`${TARGET}/classify/messages.json`]: 'edited'});
    expect((await sandbox.agac(['batch', 'retrieve'])).code).to.equal(0);
    expect(sandbox.files(TARGET)).to.deep.equal(before);
  });

  it('sends nothing when it is run again, what is new when there is some, and everything when it is told to', async () => {
    const again = await sandbox.agac(['run', '-a', 'triage', '--json']);
    expect(again.code).to.equal(0);
    const document = JSON.parse(again.stdout);
    expectValid('run', document);
    expect(document.result.alreadyFinished).to.equal(true);
    sandbox.write({
      'agent_workflow/triage/agent_io/staging/more.json': '[{"id": 1, "message": "new", "channel": "x"}]',
    });
    const changed = await sandbox.agac(['run', '-a', 'triage', '--wait']);
    expect(changed.code, changed.stderr).to.equal(0);
    expect(changed.stderr).to.contain('classify: 24 answered before, 1 to be asked: 1 new.');
    const fresh = await sandbox.agac(['run', '-a', 'triage', '--fresh', '--wait', '--record-limit', '2', '--json']);
    expect(fresh.code, fresh.stderr).to.equal(0);
    const done = JSON.parse(fresh.stdout);
    expectValid('run', done);
    expect(done.result.look.actions[0]).to.include({records: 3, outputs: 3, state: 'done'});
  });

  it('lists its batches, and takes a unique prefix or the vendor’s id for one', async () => {
    const {stdout} = await sandbox.agac(['batch', 'list', '--json']);
    const document = JSON.parse(stdout);
    expectValid('batch list', document);
    expect(document.result).to.have.length(3);
    const [{batch, parts}] = document.result;
    for (const id of [batch, batch.slice(0, -2), parts[0].id]) {
      const status = await sandbox.agac(['batch', 'status', '--batch-id', id, '--json']);
      expectValid('batch status', JSON.parse(status.stdout));
      expect(JSON.parse(status.stdout).result.batch).to.equal(batch);
    }
    const both = await sandbox.agac(['batch', 'status', '--batch-id', 'batch_', '--json']);
    expect(both.code).to.equal(2);
    expectValid('batch status', JSON.parse(both.stdout));
  });

  it('has nothing to retry', async () => {
    const {code, stdout} = await sandbox.agac(['batch', 'retry', '--json']);
    expect(code).to.equal(2);
    expectValid('batch retry', JSON.parse(stdout));
  });
});

describe('the films example on real input', function () {
  this.timeout(120_000);
  const sandbox = new Sandbox();
  after(() => sandbox.remove());

  it('takes 3,201 records with nulls and odd types from file to file, in order', async () => {
    const made = await sandbox.agac(['init', 'project', '--example', 'films'], {cwd: sandbox.home});
    expect(made.code, made.stderr).to.equal(0);
    sandbox.copy(
      join(ROOT, 'node_modules', 'vega-datasets', 'data', 'movies.json'),
      'agent_workflow/films/agent_io/staging/movies.json',
    );
    const {code, stderr} = await sandbox.agac(['run', '-a', 'films', '--wait', '--json']);
    expect(code, stderr).to.equal(0);
    const folder = 'agent_workflow/films/agent_io/target';
    const [action] = Object.keys(sandbox.files(folder)).map((file) => file.split('/')[0]!);
    const outputs = sandbox.json<Output[]>(`${folder}/${action}/movies.json`);
    const movies = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'vega-datasets', 'data', 'movies.json'), 'utf8'));
    expect(outputs).to.have.length(movies.length);
    expect(new Set(outputs.map((output) => output.source_guid)).size).to.equal(movies.length);
  });
});
