import {expect} from 'chai';
import {PaidProject} from './paid-project.js';

const WORKFLOW = `name: w
defaults: {model_vendor: acme, model_name: acme-tiny, run_mode: batch}
actions:
  - name: draft
    prompt: Answer {{ source.text }}
    schema: {reply: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
  - name: check
    kind: hitl
    dependencies: draft
    hitl: {instructions: Approve what may be sent.}
    context_scope: {observe: [draft.reply], passthrough: [draft.id]}
  - name: publish
    dependencies: check
    guard: hitl_status == "approved"
    prompt: Publish {{ check.reply }} of {{ check.timestamp }}
    schema: {title: string!}
    context_scope: {observe: [check.reply, check.timestamp]}
`;

interface Said {
  readonly hitl_status: string;
  readonly user_comment?: string;
  readonly content?: object;
}

const APPROVED = {hitl_status: 'approved'};
const REJECTED = {hitl_status: 'rejected', user_comment: 'too long'};

describe('a workflow with a person in it that is run again', function () {
  this.timeout(60_000);
  let project: PaidProject;

  beforeEach(async () => {
    project = new PaidProject();
    await project.start();
    project.workflow(WORKFLOW);
    replies((text) => `re ${text}`);
  });
  afterEach(() => project.stop());

  /** What the model replies to a message. */
  const replies = (reply: (message: string) => string) =>
    project.answers((text) => {
      const message = /message \d/.exec(text)?.[0] ?? '';
      return JSON.stringify(text.includes('Publish') ? {title: 't'} : {reply: reply(message)});
    });

  /** Runs the workflow with a file of decisions, of the records by their ids, or with none. */
  async function decide(decisions: Readonly<Record<number, Said>>, ...flags: string[]) {
    const guids = new Map(project.outputs('draft').map(({source_guid, content}) => [content['id'], source_guid]));
    const lines = Object.entries(decisions).map(([id, said]) => ({source_guid: guids.get(Number(id)), ...said}));
    project.sandbox.write({'said.json': JSON.stringify(lines)});
    return project.sandbox.agac(['run', '-a', 'w', '--wait', '--hitl', 'said.json', ...flags]);
  }

  const leave = (...flags: string[]) => project.sandbox.agac(['run', '-a', 'w', '--wait', ...flags]);

  /** The first run: what was decided, and is written. */
  async function decided(decisions: Readonly<Record<number, Said>>): Promise<readonly unknown[]> {
    project.records(...Object.keys(decisions).map(Number));
    expect((await leave()).code).to.equal(69);
    const {code, stderr} = await decide(decisions);
    expect(code, stderr).to.equal(0);
    await project.asked();
    return project.outputs('check').map(({content, metadata}) => [content, metadata]);
  }

  const statuses = () => project.outputs('check').map(({content}) => content['hitl_status']);

  it('asks about new records alone, says so, and keeps who decided on the others, when and how', async () => {
    const before = await decided({1: REJECTED, 2: {...APPROVED, content: {reply: 'Better.'}}});
    project.records(1, 2, 3);
    const left = await leave();
    expect(left.code).to.equal(69);
    expect(left.stderr).to.contain('check: 2 decided before, 1 to be decided: 1 new.\n');
    expect(left.stderr).to.contain('check: 2 of 3 decisions taken.');
    const {code, stdout, stderr} = await decide({3: APPROVED}, '--why');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('check: 2 decided before, 1 to be decided: 1 new.\n');
    expect(project.outputs('check').map(({content, metadata}) => [content, metadata])).to.deep.equal([
      ...before,
      [
        {...project.outputs('check')[2]!.content, id: 3, reply: 're message 3', hitl_status: 'approved'},
        {kind: 'hitl', decided_by: 'file'},
      ],
    ]);
    // The new draft, and the new title: the time of a decision, which is asked about, is what it was.
    expect(await project.asked()).to.equal(2);
  });

  it('needs nobody where all was decided before, in a run before the last one too', async () => {
    await decided({1: REJECTED, 2: APPROVED});
    for (const edit of ['Publish this', 'Publish this now']) {
      project.workflow(WORKFLOW.replace('Publish', edit));
      const {look} = await project.run();
      expect(look.actions[1]).to.deep.include({mode: 'hitl', reuse: {reused: 2, isNew: 0, changed: 0}});
      expect(statuses()).to.deep.equal(['rejected', 'approved']);
    }
    const runs = project.sandbox.files('.agac/runs');
    const kept = Object.entries(runs).filter(([name]) => name.endsWith('.decisions.jsonl'));
    const [first] = kept.map(([name]) => name.split('/')[0]);
    const from = kept.map(([, text]) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).decision.from),
    );
    expect(from).to.deep.equal([
      [undefined, undefined],
      [first, first],
      [first, first],
    ]);
  });

  it('asks again where what was shown is another, or the instructions are', async () => {
    await decided({1: APPROVED, 2: APPROVED});
    replies((text) => (text === 'message 1' ? 'other' : `re ${text}`));
    project.workflow(WORKFLOW.replace('Answer', 'Reply to'));
    expect((await leave()).stderr).to.contain('check: 1 decided before, 1 to be decided: 1 changed.\n');
    expect((await decide({1: REJECTED})).code).to.equal(0);
    expect(statuses()).to.deep.equal(['rejected', 'approved']);
    project.workflow(WORKFLOW.replace('Answer', 'Reply to').replace('may be sent', 'is polite'));
    const left = await leave('--why');
    expect([left.code, left.stderr]).to.deep.equal([69, left.stderr]);
    expect(left.stderr).to.contain('check: 0 decided before, 2 to be decided: 2 changed.\n');
    expect(left.stdout).to.match(/^check: edited since run_\w+: instructions\.$/m);
  });

  it('asks about everything with --fresh', async () => {
    await decided({1: APPROVED});
    const {code, stderr} = await leave('--fresh');
    expect(code).to.equal(69);
    expect(stderr).to.contain('check: 0 of 1 decision taken.').and.not.to.contain('decided before');
  });

  it('asks about what was approved while nobody looked, and lets no such approval stand for a rejection', async () => {
    await decided({1: REJECTED});
    project.records(1, 2);
    expect((await leave('--hitl', 'auto-approve')).code).to.equal(0);
    expect(statuses()).to.deep.equal(['rejected', 'approved']);
    project.records(1, 2, 3);
    expect((await leave()).stderr).to.contain('check: 1 decided before, 2 to be decided: 1 new, 1 changed.\n');
  });

  it('goes by a file of decisions before an earlier run, where the file says something else', async () => {
    const [first] = await decided({1: APPROVED, 2: APPROVED});
    project.workflow(WORKFLOW.replace('Publish', 'Publish this'));
    const {code, stderr} = await decide({1: APPROVED, 2: REJECTED});
    expect(code, stderr).to.equal(0);
    expect(statuses()).to.deep.equal(['approved', 'rejected']);
    project.records(1, 2, 3);
    expect((await decide({2: APPROVED})).code).to.equal(69);
    expect((await decide({2: REJECTED, 3: APPROVED})).code).to.equal(0);
    expect(statuses()).to.deep.equal(['approved', 'approved', 'approved']);
    const [{content, metadata}] = project.outputs('check') as [ReturnType<PaidProject['outputs']>[0]];
    expect([content, metadata]).to.deep.equal(first);
  });

  it('goes by the own decision of a record where several were shown the same, and asks where they disagree', async () => {
    replies(() => 'the same');
    await decided({1: REJECTED, 2: APPROVED});
    project.records(2, 3);
    expect((await leave()).stderr).to.contain('check: 1 decided before, 1 to be decided: 1 new.\n');
    expect((await decide({3: APPROVED})).code).to.equal(0);
    expect(statuses()).to.deep.equal(['approved', 'approved']);
    project.records(2, 3, 4);
    expect((await leave()).stderr).to.contain('check: 3 decided before, 0 to be decided.\n');
    expect(statuses()).to.deep.equal(['approved', 'approved', 'approved']);
  });

  it('asks where the decision could not be taken like that any more', async () => {
    const LAX = WORKFLOW.replace('{instructions:', '{require_comment_on_reject: false, instructions:');
    project.workflow(LAX);
    await decided({1: {hitl_status: 'rejected'}, 2: REJECTED});
    project.workflow(WORKFLOW);
    expect((await leave()).stderr).to.contain('check: 1 decided before, 1 to be decided: 1 changed.\n');
  });

  it('knows a file of which all records are the same', async () => {
    project.workflow(WORKFLOW.replace('kind: hitl', 'kind: hitl\n    granularity: file'));
    const staged = (name: string, ...ids: number[]) =>
      project.sandbox.write({
        [`agent_workflow/w/agent_io/staging/${name}.json`]: JSON.stringify(
          ids.map((id) => ({id, text: `message ${id}`})),
        ),
      });
    staged('in', 1, 2);
    staged('b', 3);
    project.sandbox.write({
      'all.json': '[{"file": "in.json", "hitl_status": "approved"}, {"file": "b.json", "hitl_status": "approved"}]',
    });
    expect((await leave('--hitl', 'all.json')).code).to.equal(0);
    staged('b', 3, 4);
    expect((await leave()).stderr).to.contain('check: 2 decided before, 2 to be decided: 2 changed.\n');
  });
});
