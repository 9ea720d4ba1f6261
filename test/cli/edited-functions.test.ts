import {expect} from 'chai';
import {PaidProject} from './paid-project.js';

interface Parts {
  readonly reprompt?: string;
  readonly guard?: string;
  readonly toolScope?: string;
  readonly toolSchema?: string;
  readonly passthrough?: string;
}

/** A model's labels, a tool that scores them, and a model that sees the points alone. */
function scored({
  reprompt = '',
  guard = '',
  toolScope,
  toolSchema = '',
  passthrough = 'source.id',
}: Parts = {}): string {
  return `name: w
defaults: {model_vendor: acme, model_name: acme-tiny, run_mode: batch}
actions:
  - name: label
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [${passthrough}]}
${reprompt}  - name: score
    kind: tool
    impl: score
    dependencies: [label]
${toolSchema}    context_scope: ${toolScope ?? '{observe: [label.*, source.id, seed.words], seed_path: {words: $file:words.json}}'}
  - name: check
    dependencies: [score]
${guard}    prompt: "Check {{ score.points }}."
    schema: {ok: string!}
    context_scope: {observe: [score.points]}
`;
}

const SCORE = 'export const score = ({label}) => ({points: label.id, of: label.label});';
const GUARD = '    guard: score.points > 1\n';

describe('a workflow that is run again after an edit of what shapes its outputs, and no request', function () {
  this.timeout(60_000);
  let project: PaidProject;

  beforeEach(async () => {
    project = new PaidProject();
    await project.start();
    project.answers((text) => (text.includes('Check') ? '{"ok": "yes"}' : '{"label": "a"}'));
    project.sandbox.write({'tools/score.js': SCORE, 'seed_data/words.json': '["x"]'});
    project.records(1, 2);
  });
  afterEach(() => project.stop());

  /** Runs what there is, lets it be edited, and runs it again. Returns what that run was asked to pay for. */
  async function rerun(edit: () => void): Promise<{paid: number; result: Awaited<ReturnType<PaidProject['run']>>}> {
    await project.run();
    await project.asked();
    edit();
    const result = await project.run();
    return {paid: await project.asked(), result};
  }

  /** The same where the edited workflow asks for nothing that it has not asked for before. */
  async function unpaid(parts: Parts, edited: Parts): Promise<Awaited<ReturnType<PaidProject['run']>>> {
    project.workflow(scored(parts));
    const {paid, result} = await rerun(() => project.workflow(scored(edited)));
    expect([result.alreadyFinished, paid]).to.deep.equal([undefined, 0]);
    expect((await project.run()).alreadyFinished).to.equal(true);
    return result.since.edited;
  }

  it('calls an edited tool for all records, pays for the prompts that are others for it, and says why', async () => {
    project.workflow(scored());
    const {paid, result} = await rerun(() =>
      project.sandbox.write({'tools/score.js': SCORE.replace('points: label.id', 'points: label.id === 2 ? 9 : 1')}),
    );
    expect(paid).to.equal(1);
    expect(project.contents('score')).to.deep.equal([
      {points: 1, of: 'a'},
      {points: 9, of: 'a'},
    ]);
    expect(result.look.actions.map(({reuse}: {reuse?: object}) => reuse)).to.deep.equal([
      {reused: 2, isNew: 0, changed: 0},
      undefined,
      {reused: 1, isNew: 0, changed: 1},
    ]);
    expect(result.since).to.deep.include({edited: [{action: 'score', what: ['tool']}], files: ['tools/score.js']});
    expect((await project.run()).alreadyFinished).to.equal(true);
  });

  it('says with --why which files were edited, and with --dry-run too', async () => {
    project.workflow(scored());
    await project.run();
    project.sandbox.write({'tools/score.js': `${SCORE}\n`, 'tools/shared/words.js': 'export const words = [];'});
    for (const flags of [['--dry-run', '--why'], ['--why']]) {
      const words = await project.words(...flags);
      expect(words).to.match(/^score: edited since run_\w+: tool\.$/m);
      expect(words).to.match(
        /^Tools are called anew; edited in their folders since run_\w+: tools\/score\.js and tools\/shared\/words\.js\.$/m,
      );
    }
  });

  it('notices a file that a tool imports or reads, in JavaScript and in Python, and one that is gone', async () => {
    project.workflow(scored());
    project.sandbox.write({
      'tools/score.js': `import {points} from './lib/_points.js';\n${SCORE.replace('label.id', 'points(label)')}`,
      'tools/lib/_points.js': 'export const points = ({id}) => id;',
    });
    const imported = await rerun(() =>
      project.sandbox.write({'tools/lib/_points.js': 'export const points = ({id}) => id + 1;'}),
    );
    expect([imported.paid, imported.result.since.files]).to.deep.equal([1, ['tools/lib/_points.js']]);
    project.sandbox.delete('tools');
    project.sandbox.write({
      'tools/w/score.py': `import pathlib
from agent_actions import udf_tool
from .words import more

@udf_tool()
def score(data):
  base = int(pathlib.Path(__file__).with_name("base.txt").read_text())
  return {"points": data["label"]["id"] + base + more, "of": data["label"]["label"]}`,
      'tools/w/words.py': 'more = 0',
      'tools/w/base.txt': '1',
    });
    const moved = await rerun(() => project.sandbox.write({'tools/w/base.txt': '2'}));
    expect([moved.paid, moved.result.since.files]).to.deep.equal([1, ['tools/w/base.txt']]);
    const python = await rerun(() => project.sandbox.write({'tools/w/words.py': 'more = 1'}));
    expect([python.paid, python.result.since.files]).to.deep.equal([1, ['tools/w/words.py']]);
    expect(project.contents('score')).to.deep.equal([4, 5].map((points) => ({points, of: 'a'})));
  });

  it('calls a tool for all records that was edited while a run was under way', async () => {
    project.workflow(scored());
    expect((await project.sandbox.agac(['run', '-a', 'w'])).code).to.equal(0);
    project.sandbox.write({'tools/score.js': SCORE.replace('label.id', 'label.id + 1')});
    expect(await project.run()).to.not.have.property('since');
    expect((await project.run()).since.files).to.deep.equal(['tools/score.js']);
    expect((await project.run()).alreadyFinished).to.equal(true);
  });

  it('has nothing to do where only what no function is made of has come', async () => {
    project.workflow(scored());
    await project.run();
    project.sandbox.write({'tools/__pycache__/a.pyc': '1', 'tools/.b': '2', 'tools/c.log': '3'});
    const words = await project.words();
    expect(words).to.contain('neither the workflow, its tools nor the staged records have changed');
  });

  it('leaves tools that it does not use to others', async () => {
    project.workflow('name: w\nactions:\n  - {name: look, kind: hitl, hitl: {instructions: Look.}}\n');
    await project.words('--hitl', 'auto-approve');
    project.sandbox.write({'tools/score.js': `${SCORE}\n`});
    expect(await project.words()).to.contain('Nothing to do');
  });

  it('judges the answers that it has by an edited validator, and pays for what that does not accept', async () => {
    const validator = (says: string) => ({'tools/is_good.js': `export const is_good = ({label}) => ${says};`});
    project.workflow(scored({reprompt: '    reprompt: {validation: is_good, max_attempts: 1}\n'}));
    project.sandbox.write(validator('true'));
    const edited = () => project.sandbox.write(validator(`label === 'b' || 'It must be b.'`));
    project.answers((text) => {
      if (text.includes('Check')) return '{"ok": "yes"}';
      return text.includes('must be b') && text.includes('message 1') ? '{"label": "b"}' : '{"label": "a"}';
    });
    const {paid, result} = await rerun(edited);
    expect(paid).to.equal(2);
    expect(project.contents('score')).to.deep.equal([
      {points: 1, of: 'b'},
      {points: 2, of: 'a'},
    ]);
    expect(project.outputs('label').map(({_recovery}) => _recovery)).to.deep.equal([
      {reprompts: 1},
      {reprompts: 1, validation: {name: 'is_good', passed: false, message: 'It must be b.'}},
    ]);
    expect(result.since.edited).to.deep.equal([{action: 'label', what: ['validator']}]);
  });

  it('lets an edited guard decide on all records', async () => {
    const edited = await unpaid({}, {guard: GUARD});
    expect(edited).to.deep.equal([{action: 'check', what: ['guard']}]);
    expect(project.outputs('check')).to.have.length(1);
  });

  it('holds what a tool returns to its edited schema', async () => {
    project.workflow(scored({toolSchema: '    schema: {points: integer!, of: string!}\n'}));
    await project.run();
    await project.asked();
    project.workflow(scored({toolSchema: '    schema: {points: string!, of: string!}\n'}));
    const {code} = await project.sandbox.agac(['run', '-a', 'w', '--wait']);
    expect([code, await project.asked()]).to.deep.equal([1, 0]);
    const rejected = project.sandbox.read('agent_workflow/w/agent_io/target/score/rejected.jsonl');
    expect(rejected.trim().split('\n')).to.have.length(2);
  });

  it('gives a tool its edited seed data', async () => {
    project.sandbox.write({'tools/score.js': 'export const score = ({label, seed}) => ({points: label.id, seed});'});
    project.workflow(scored());
    const {paid, result} = await rerun(() => project.sandbox.write({'seed_data/words.json': '["y"]'}));
    expect([paid, project.contents('score')[0]]).to.deep.equal([0, {points: 1, seed: {words: ['y']}}]);
    expect(result.since.edited).to.deep.equal([{action: 'score', what: ['context']}]);
  });

  it('gives a tool what is no longer dropped, and passes through what is passed through now', async () => {
    project.sandbox.write({
      'tools/score.js': 'export const score = ({label, source}) => ({points: label.id, source});',
    });
    const scope = (more: string) => ({toolScope: `{observe: [label.*, source.id, source.text]${more}}`});
    const dropped = await unpaid(scope(', drop: [source.text]'), scope(''));
    expect(dropped).to.deep.equal([{action: 'score', what: ['context']}]);
    expect(project.contents('score')[0]).to.deep.equal({points: 1, source: {id: 1, text: 'message 1'}});
    const passed = await unpaid(scope(''), {...scope(''), passthrough: 'source.id, source.text'});
    expect(passed).to.deep.equal([{action: 'label', what: ['passthrough']}]);
    expect(project.contents('label')[0]).to.deep.equal({label: 'a', id: 1, text: 'message 1'});
  });
});
