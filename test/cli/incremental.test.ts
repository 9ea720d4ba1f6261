import {expect} from 'chai';
import {PaidProject} from './paid-project.js';

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
  let project: PaidProject;

  beforeEach(async () => {
    project = new PaidProject();
    await project.start();
    project.answers(good);
  });
  afterEach(() => project.stop());

  it('asks for new records alone, and writes all of them', async () => {
    project.workflow(TWO('Label'));
    project.records(1, 2, 3);
    await project.run();
    expect(await project.asked()).to.equal(6);
    const checked = project.outputs('check');
    project.records(0, 1, 2, 3);
    const plan = await project.run('--dry-run');
    expect([plan.actions[0].requests, plan.actions[0].reuse]).to.deep.equal([1, {reused: 3, isNew: 1, changed: 0}]);
    const {look, since} = await project.run();
    expect(await project.asked()).to.equal(2);
    expect(look.actions.map(({reuse}: {reuse: object}) => reuse)).to.deep.equal([
      {reused: 3, isNew: 1, changed: 0},
      {reused: 3, isNew: 1, changed: 0},
    ]);
    expect(since.edited).to.deep.equal([]);
    expect(project.outputs('label').map(({content}) => content)).to.deep.equal(
      [0, 1, 2, 3].map((id) => ({label: 'a', id})),
    );
    expect(project.outputs('check').slice(1)).to.deep.equal(checked);
    const again = await project.run();
    expect([again.alreadyFinished, await project.asked()]).to.deep.equal([true, 0]);
  });

  it('asks again where a prompt was edited, and after it only where the answer is another; and says why', async () => {
    project.workflow(TWO('Label'));
    project.records(1, 2);
    await project.run();
    await project.asked();
    project.workflow(TWO('Name'));
    const {code, stdout, stderr} = await project.sandbox.agac(['run', '-a', 'w', '--wait', '--why']);
    expect(code, stderr).to.equal(0);
    expect(await project.asked()).to.equal(2);
    expect(stdout).to.contain('label: 0 answered before, 2 to be asked: 2 changed.');
    expect(stdout).to.contain('check: 2 answered before, 0 to be asked.');
    expect(stdout).to.match(/label: edited since run_\w+: prompt\./);
    expect(project.outputs('check')).to.have.length(2);
  });

  it('asks everything again with --fresh', async () => {
    project.workflow(TWO('Label'));
    project.records(1, 2);
    await project.run();
    project.records(1, 2, 3);
    await project.asked();
    expect(await project.run('--fresh')).not.to.have.property('since');
    expect(await project.asked()).to.equal(6);
  });

  it('gives each of several records that ask the same an answer of its own, and asks for one more of them', async () => {
    project.workflow(TWO('Label'));
    project.records(1, 1);
    await project.run();
    await project.asked();
    project.records(1, 1, 1);
    await project.run();
    expect(await project.asked()).to.equal(2);
    expect(project.outputs('check')).to.have.length(3);
  });

  it('takes answers of a run that took them itself, online or in batches', async () => {
    project.workflow(TWO('Label'));
    project.records(1, 2);
    await project.run();
    project.records(1, 2, 3);
    await project.run();
    await project.asked();
    project.workflow(TWO('Label').replace('run_mode: batch', 'run_mode: online'));
    const {look} = await project.run();
    expect(look.actions.map(({reuse}: {reuse: object}) => reuse)).to.deep.equal(
      Array.from({length: 2}, () => ({reused: 3, isNew: 0, changed: 0})),
    );
    expect(await project.asked()).to.equal(0);
  });

  it('lets what was rejected stay so, unpaid, until it is retried', async () => {
    project.workflow(TWO('Label'));
    project.records(1, 2);
    project.answers((text) => (text.includes('message 1') ? '{"wrong": 1}' : good(text)));
    const first = await project.sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(first.code).to.equal(68);
    // Asked the same once more, the model said the same once more: that run has two answers to one request.
    expect((await project.sandbox.agac(['batch', 'retry', '-a', 'w', '--wait'])).code).to.equal(68);
    await project.asked();
    project.records(1, 2, 3);
    const second = await project.sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(second.code).to.equal(68);
    const paid = await project.asked();
    project.answers(good);
    const retried = await project.sandbox.agac(['batch', 'retry', '-a', 'w', '--wait']);
    expect(retried.code, retried.stderr).to.equal(0);
    expect([paid, project.outputs('label').length]).to.deep.equal([2, 3]);
  });
});
