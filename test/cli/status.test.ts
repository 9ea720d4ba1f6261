import {expect} from 'chai';
import {DIAMOND, FOLDER, LookProject} from './look-project.js';

describe('agac status', function () {
  this.timeout(60_000);
  let project: LookProject;

  beforeEach(async () => {
    project = await LookProject.open();
  });
  afterEach(() => project.close());

  it('knows a workflow that has not been run, and says how to', async () => {
    expect(await project.json(['status', '-a', 'w'])).to.deep.equal({
      workflow: 'w',
      nextCommand: 'agac run -a w',
      warnings: [],
    });
    expect(await project.text(['status'])).to.contain('w  not run yet');
    const unknown = await project.json(['status', '-a', 'ww'], 3);
    expect(unknown.code).to.equal('WORKFLOW_UNKNOWN');
  });

  it('draws the actions in waves, with what is under way, and neither asks a vendor nor writes', async () => {
    await project.text(['run', '-a', 'w']);
    const before = project.remembered();
    const asked = project.vendor.seen().length;
    const {run, nextCommand} = await project.json(['status', '-a', 'w']);
    expect(run.waves).to.deep.equal([['label'], ['left', 'right'], ['merge']]);
    expect(run.look.state).to.equal('pending');
    expect(run.requests[0]).to.deep.equal({action: 'label', asked: 4, answered: 0, accepted: 0});
    const [{part, ...inFlight}] = run.inFlight;
    expect(part).to.include({provider: 'acme', model: 'acme-tiny', id: project.vendor.left().jobs[0]!.id});
    expect(inFlight).to.include({batch: run.batch, waitsFor: 'vendor'});
    expect(nextCommand).to.equal(`agac batch retrieve --wait --batch-id ${run.batch}`);
    const text = await project.text(['status', '-a', 'w']);
    expect(text).to.match(/wave 1\n {2}label +batch +in progress {2}4 records, 4 asked, 0 answered\nwave 2\n {2}left/);
    expect(text)
      .to.contain(`${run.batch}  part 0  acme/acme-tiny  ${part.id}  4 requests of label  sent`)
      .and.to.contain(`no vendor was asked. To ask: agac batch status --batch-id ${run.batch}`)
      .and.to.contain(`Next: ${nextCommand}`);
    expect(await project.text(['status'])).to.match(/^w {2}pending +0 of 4 actions done, 1 part in flight/);
    expect(project.vendor.seen().length).to.equal(asked);
    expect(project.remembered()).to.deep.equal(before);
  });

  it('counts what was asked, filtered, kept out and taken over, and finds an earlier run by a prefix', async () => {
    await project.finish();
    const first = await project.json(['status', '-a', 'w']);
    expect(first).to.not.have.property('nextCommand');
    expect(first.run.requests.map(({asked, accepted}: Record<string, number>) => [asked, accepted])).to.deep.equal([
      [4, 4],
      [4, 4],
      [3, 3],
      [3, 3],
    ]);
    expect(await project.text(['status', '-a', 'w']))
      .to.match(/right +batch +done {2}4 records, 3 asked, 3 answered, 3 accepted, 1 filtered/)
      .and.to.match(/merge +tool +done {2}3 records, 3 asked, 3 answered, 3 accepted, 1 kept out/);
    expect(await project.text(['status', '-a', 'w'])).to.match(
      /^w: finished .*\ntokens: [\d,]+ in, \d+ out; cost: unknown: /,
    );
    project.records(5);
    await project.finish();
    expect(await project.text(['status', '-a', 'w'])).to.match(/label +batch +done {2}5 records, 1 asked.*4 reused/);
    const id = first.run.look.run;
    expect((await project.json(['status', '-a', 'w', '--run', id.slice(4, -3)])).run).to.deep.equal(first.run);
    const unclear = await project.json(['status', '-a', 'w', '--run', 'run_'], 2);
    expect([unclear.code, unclear.data.matches.length]).to.deep.equal(['RUN_UNKNOWN', 2]);
    expect(await project.text(['status', '--run', id], 2)).to.contain('--agent');
  });

  it('says whose word a lost submission waits for', async () => {
    project.vendor.fail({on: 'create', when: 'before', how: 'reset'});
    await project.text(['run', '-a', 'w'], 7);
    const {run, nextCommand} = await project.json(['status', '-a', 'w']);
    expect(run.look.state).to.equal('uncertain');
    expect(run.inFlight[0]).to.include({waitsFor: 'your-word'}).and.to.have.property('since');
    expect(nextCommand).to.equal(`agac batch resolve --batch-id ${run.batch} --help`);
    expect(await project.text(['status', '-a', 'w'])).to.contain('waits for your word whether it was sent');
  });

  it('has a line for every workflow, also for one whose files are gone', async () => {
    await project.text(['run', '-a', 'w']);
    project.sandbox.write({'agent_workflow/z/agent_config/z.yml': DIAMOND.replace('name: w', 'name: z')});
    project.sandbox.delete(FOLDER);
    const {workflows} = await project.json(['status']);
    const states = workflows.map(({workflow, run}: {workflow: string; run?: {look: {state: string}}}) => [
      workflow,
      run?.look.state,
    ]);
    expect(states).to.deep.equal([
      ['w', 'pending'],
      ['z', undefined],
    ]);
  });
});
