import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {type Outcome, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const WORKFLOW = `name: w
defaults: {model_vendor: local, model_name: sample}
actions:
  - name: draft
    run_mode: batch
    prompt: Answer {{ source.text }}
    schema: {reply: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
  - name: check
    kind: hitl
    dependencies: draft
    hitl:
      instructions: Approve what may be sent.
  - name: publish
    run_mode: batch
    dependencies: check
    guard: hitl_status == "approved"
    prompt: Publish {{ check.reply }}
    schema: {title: string!}
    context_scope: {observe: [check.reply], passthrough: [check.id]}
`;

describe('a workflow with a person in it', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': WORKFLOW,
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(['a', 'b', 'c'].map((id) => ({id, text: `t ${id}`}))),
    });
  });
  afterEach(() => sandbox.remove());

  const run = (...args: string[]): Promise<Outcome> => sandbox.agac(['run', '-a', 'w', '--wait', ...args]);
  const outputs = (action: string) => sandbox.json<Output[]>(`agent_workflow/w/agent_io/target/${action}/in.json`);
  const statuses = () => outputs('check').map(({content}) => content['hitl_status']);

  /** Runs up to the person, and returns what they would decide on. */
  async function upToThePerson(): Promise<readonly Output[]> {
    const {code, stderr} = await run();
    expect(code, stderr).to.equal(69);
    return outputs('draft');
  }

  it('waits for a person where there is no terminal, and says what to type', async () => {
    const {code, stderr, stdout} = await run();
    expect(code, stderr).to.equal(69);
    expect(stderr).to.contain('Error (REVIEW_PENDING): check: records wait for a person to decide on them.');
    expect(stderr).to.contain('agac run -a w --hitl page');
    expect(stdout.match(/^Batch submitted/gm)).to.have.length(1);
    const again = await sandbox.agac(['batch', 'retrieve', '--json']);
    const document = JSON.parse(again.stdout);
    expectValid('batch retrieve', document);
    expect(document).to.deep.include({status: 69, code: 'REVIEW_PENDING'});
    expect(document.data.look).to.deep.include({state: 'review', reviews: ['check']});
    expect((await sandbox.agac(['batch', 'status'])).stdout).to.match(/^Batch job status: completed\n/);
  });

  it('fails there when that is wanted', async () => {
    const {code, stdout} = await run('--hitl', 'fail', '--json');
    const document = JSON.parse(stdout);
    expectValid('run', document);
    expect([code, document.code]).to.deep.equal([1, 'REVIEW_REQUIRED']);
  });

  it('goes on when nobody is to look, submits what comes after, and says of each that nobody looked', async () => {
    const {code, stdout, stderr} = await run('--hitl', 'auto-approve');
    expect(code, stderr).to.equal(0);
    expect(stdout.match(/^Batch submitted/gm)).to.have.length(2);
    expect(outputs('check').map(({metadata}) => metadata)).to.deep.equal(
      Array.from({length: 3}, () => ({kind: 'hitl', decided_by: 'auto-approve'})),
    );
    expect(outputs('publish').map(({content}) => content['id'])).to.deep.equal(['a', 'b', 'c']);
  });

  it('takes decisions from a file, by source or by output, and waits for what is not in it', async () => {
    const [a, b, c] = await upToThePerson();
    sandbox.write({
      'some.jsonl': [
        {source_guid: a!.source_guid, hitl_status: 'rejected', user_comment: 'too long'},
        {id: b!.target_id, hitl_status: 'approved', content: {...b!.content, reply: 'Better.'}},
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('\n'),
      'rest.json': JSON.stringify([{target_id: c!.target_id, hitl_status: 'approved', action: 'check'}]),
    });
    const some = await run('--hitl', 'some.jsonl');
    expect([some.code, some.stderr]).to.deep.equal([69, some.stderr]);
    expect(some.stderr).to.contain('check: 2 of 3 decisions taken.');
    const rest = await run('--hitl', 'rest.json');
    expect(rest.code, rest.stderr).to.equal(0);
    expect(
      outputs('check').map(({content, metadata}) => [content['hitl_status'], content['user_comment'], metadata.edited]),
    ).to.deep.equal([
      ['rejected', 'too long', undefined],
      ['approved', null, true],
      ['approved', null, undefined],
    ]);
    expect(outputs('check')[1]!.content).to.include({id: 'b', reply: 'Better.'});
    expect(outputs('publish').map(({content}) => content['id'])).to.deep.equal(['b', 'c']);
  });

  it('tells everything that is wrong with a file at once, and keeps nothing of it', async () => {
    const [a, b] = await upToThePerson();
    const good = {source_guid: a!.source_guid, hitl_status: 'approved'};
    sandbox.write({
      'shape.json': `[\n  ${JSON.stringify(good)},\n  {"id": "x", "hitl_status": "aproved"}, {"hitl_statu": "approved",\n "id": "[,"},\n  7,\n  {"id": "y", "hitl_status": "rejected", "user_comment": "n", "content": {}},\n  ${JSON.stringify(good)}\n]`,
      'line.jsonl': `${JSON.stringify(good)}\n\n{"id": \n`,
      'rule.jsonl': `${JSON.stringify(good)}\n${JSON.stringify({id: b!.source_guid, hitl_status: 'rejected'})}\n`,
    });
    const shape = await run('--hitl', 'shape.json', '--json');
    const document = JSON.parse(shape.stdout);
    expectValid('run', document);
    expect([shape.code, document.code]).to.deep.equal([3, 'DECISIONS_INVALID']);
    const places = document.data.problems.map(({file, line, message}: Record<string, unknown>) => [
      file,
      line,
      message,
    ]);
    expect(places).to.deep.equal([
      ['shape.json', 3, '"hitl_status" is "aproved"; it should be "approved" or "rejected".'],
      ['shape.json', 3, '"hitl_statu" is not a key of a decision.'],
      ['shape.json', 3, '"hitl_status" is missing; it should be "approved" or "rejected".'],
      ['shape.json', 5, 'A decision is an object.'],
      ['shape.json', 6, 'What is rejected stays as it is: "content" goes with "approved".'],
      ['shape.json', 7, `Line 2 decides on "${a!.source_guid}" already.`],
    ]);
    expect((await run('--hitl', 'line.jsonl')).stderr).to.contain('line.jsonl:3: This is not JSON');
    const rule = await run('--hitl', 'rule.jsonl');
    expect(rule.code).to.equal(3);
    expect(rule.stderr).to.contain('rule.jsonl:2: What is rejected needs a comment that says why.');
    expect((await run()).stderr).to.contain('check: 0 of 3 decisions taken.');
    expect((await run('--hitl', 'autoapprove')).stderr).to.contain('there is no such file');
  });

  it('decides on a file as a whole, and warns of a decision that meets nothing', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': WORKFLOW.replace('kind: hitl', 'kind: hitl\n    granularity: file'),
      'all.json': '[{"file": "in.json", "hitl_status": "approved"},\n{"file": "out.json", "hitl_status": "approved"}]',
    });
    const {code, stderr} = await run('--hitl', 'all.json');
    expect(code, stderr).to.equal(0);
    expect(stderr).to.contain('no record is meant by the decisions in all.json, line 2.');
    expect(statuses()).to.deep.equal(['approved', 'approved', 'approved']);
  });

  it('is counted by a dry run as no request', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml':
        'name: w\nactions:\n  - {name: check, kind: hitl, hitl: {instructions: Look.}}\n',
    });
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--dry-run']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('w would send 0 requests');
  });
});
