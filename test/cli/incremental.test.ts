import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/reference/src/vendor.js';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const FOLDER = 'agent_workflow/w';

const good = (text: string) => (text.includes('Check') ? '{"ok": "yes"}' : '{"label": "a"}');

const TWO = (prompt: string) => `name: w
description: d
defaults: {model_vendor: acme, model_name: acme-tiny, run_mode: batch}
actions:
  - name: label
    prompt: "${prompt} {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
  - name: check
    dependencies: [label]
    prompt: "Check {{ label.label }} of {{ source.text }}."
    schema: {ok: string!}
    context_scope: {observe: [label.label, source.text]}
`;

describe('a workflow that is run again', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let vendor: AcmeVendor;
  let before: number;

  beforeEach(async () => {
    sandbox = new Sandbox();
    vendor = new AcmeVendor();
    await vendor.start();
    before = 0;
    answers(good);
    sandbox.write({'agent_actions.yml': 'project_name: p\n'});
    sandbox.linkAcme(vendor.url, vendor.key);
  });
  afterEach(async () => {
    await vendor.stop();
    sandbox.remove();
  });

  const workflow = (text: string) => sandbox.write({[`${FOLDER}/agent_config/w.yml`]: text});
  const records = (...ids: number[]) =>
    sandbox.write({
      [`${FOLDER}/agent_io/staging/in.json`]: JSON.stringify(ids.map((id) => ({id, text: `message ${id}`}))),
    });
  const outputs = (action: string) => sandbox.json<Output[]>(`${FOLDER}/agent_io/target/${action}/in.json`);
  /** How many requests the vendor was sent since it was last asked here. */
  const asked = async () => {
    const online = vendor.seen().filter(({on}) => on === 'complete').length;
    const jobs = await Promise.all(vendor.left().jobs.map(({id}) => vendor.received(id)));
    const all = jobs.flat().length + online;
    const since = all - before;
    before = all;
    return since;
  };
  const answers = (say: (text: string) => string) =>
    vendor.answer(({body}) => [{kind: 'text', text: say(JSON.stringify(body))}]);

  async function run(...flags: string[]) {
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait', '--json', ...flags]);
    expect(code, stderr + stdout).to.equal(0);
    const document = JSON.parse(stdout);
    expectValid('run', document);
    return document.result;
  }

  it('asks for new records alone, and writes all of them', async () => {
    workflow(TWO('Label'));
    records(1, 2, 3);
    await run();
    expect(await asked()).to.equal(6);
    const checked = outputs('check');
    records(0, 1, 2, 3);
    const plan = await run('--dry-run');
    expect([plan.actions[0].requests, plan.actions[0].reuse]).to.deep.equal([1, {reused: 3, isNew: 1, changed: 0}]);
    const {look, since} = await run();
    expect(await asked()).to.equal(2);
    expect(look.actions.map(({reuse}: {reuse: object}) => reuse)).to.deep.equal([
      {reused: 3, isNew: 1, changed: 0},
      {reused: 3, isNew: 1, changed: 0},
    ]);
    expect(since.edited).to.deep.equal([]);
    expect(outputs('label').map(({content}) => content)).to.deep.equal([0, 1, 2, 3].map((id) => ({label: 'a', id})));
    expect(outputs('check').slice(1)).to.deep.equal(checked);
    const again = await run();
    expect([again.alreadyFinished, await asked()]).to.deep.equal([true, 0]);
  });

  it('asks again where a prompt was edited, and after it only where the answer is another; and says why', async () => {
    workflow(TWO('Label'));
    records(1, 2);
    await run();
    await asked();
    workflow(TWO('Name'));
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait', '--why']);
    expect(code, stderr).to.equal(0);
    expect(await asked()).to.equal(2);
    expect(stdout).to.contain('label: 0 answered before, 2 to be asked: 2 changed.');
    expect(stdout).to.contain('check: 2 answered before, 0 to be asked.');
    expect(stdout).to.match(/label: edited since run_\w+: prompt\./);
    expect(outputs('check')).to.have.length(2);
  });

  it('asks everything again with --fresh', async () => {
    workflow(TWO('Label'));
    records(1, 2);
    await run();
    records(1, 2, 3);
    await asked();
    expect(await run('--fresh')).not.to.have.property('since');
    expect(await asked()).to.equal(6);
  });

  it('gives each of several records that ask the same an answer of its own, and asks for one more of them', async () => {
    workflow(TWO('Label'));
    records(1, 1);
    await run();
    await asked();
    records(1, 1, 1);
    await run();
    expect(await asked()).to.equal(2);
    expect(outputs('check')).to.have.length(3);
  });

  it('takes answers of a run that took them itself, online or in batches', async () => {
    workflow(TWO('Label'));
    records(1, 2);
    await run();
    records(1, 2, 3);
    await run();
    await asked();
    workflow(TWO('Label').replace('run_mode: batch', 'run_mode: online'));
    const {look} = await run();
    expect(look.actions.map(({reuse}: {reuse: object}) => reuse)).to.deep.equal(
      Array.from({length: 2}, () => ({reused: 3, isNew: 0, changed: 0})),
    );
    expect(await asked()).to.equal(0);
  });

  it('lets what was rejected stay so, unpaid, until it is retried', async () => {
    workflow(TWO('Label'));
    records(1, 2);
    answers((text) => (text.includes('message 1') ? '{"wrong": 1}' : good(text)));
    const first = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(first.code).to.equal(68);
    // Asked the same once more, the model said the same once more: that run has two answers to one request.
    expect((await sandbox.agac(['batch', 'retry', '-a', 'w', '--wait'])).code).to.equal(68);
    await asked();
    records(1, 2, 3);
    const second = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(second.code).to.equal(68);
    const paid = await asked();
    answers(good);
    const retried = await sandbox.agac(['batch', 'retry', '-a', 'w', '--wait']);
    expect(retried.code, retried.stderr).to.equal(0);
    expect([paid, outputs('label').length]).to.deep.equal([2, 3]);
  });
});
