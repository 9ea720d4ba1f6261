import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {DIAMOND, LookProject} from './look-project.js';

const INSPECT = ['inspect', '-a', 'w'];

interface Inspected {
  readonly action: string;
  readonly context: {readonly prompt?: {readonly references: readonly string[]}};
  readonly fields: readonly {
    field: string;
    from: string;
    readBy: readonly {action: string; how: readonly string[]}[];
  }[];
}

describe('agac inspect', function () {
  this.timeout(60_000);
  let project: LookProject;

  before(async () => {
    project = await LookProject.open();
    // Nothing of what it tells needs a key, a network or a run.
    project.sandbox.env['ACME_API_KEY'] = undefined;
  });
  after(() => project.close());

  it('sums a workflow up, and says what comes after what', async () => {
    expect(await project.text(INSPECT))
      .to.contain('w.yml: 4 actions in 3 waves')
      .and.to.match(/^ {2}merge +tool +merge +after left and right$/m);
    const text = await project.text([...INSPECT, 'dependencies']);
    expect(text.split(/wave \d\n/).slice(1)).to.deep.equal([
      '  label  after the staged records\n',
      '  left   after label\n  right  after label\n',
      '  merge  after left and right\n',
    ]);
  });

  it('draws the graph, an action with two before it once in full', async () => {
    expect(await project.text([...INSPECT, 'graph'])).to.equal(
      [
        'staged records',
        '`-- label  (batch, acme/acme-tiny)',
        '    |-- left  (batch, acme/acme-tiny)',
        '    |   `-- merge  (tool, merge; also after right)',
        '    `-- right  (batch, acme/acme-tiny)',
        '        `-- merge  (above)',
        '',
      ].join('\n'),
    );
  });

  it('draws it for Mermaid, with ids and labels that Mermaid can take', async () => {
    const hostile = DIAMOND.replace('acme-tiny', `'a"] --> end; #1 <b>\`x\`'`).replaceAll('left', 'end');
    project.write(hostile);
    const text = await project.text([...INSPECT, 'graph', '--format', 'mermaid']);
    project.write(DIAMOND);
    const [head, ...lines] = text.trimEnd().split('\n');
    expect(head).to.equal('flowchart TD');
    // What Mermaid's grammar lets stand between the quotes of a label; entities are `#…;`.
    const node = /^ {2}(records|action\d)(\(\["|\["|\[\[")((?:[^"#;<>&`\\]|#\d+;)+)("\]\)|"\]|"\]\])$/;
    const nodes = lines.filter((line) => node.test(line)).map((line) => node.exec(line)![1]);
    const arrows = lines.flatMap((line) => /^ {2}(\w+) --> (\w+)$/.exec(line)?.slice(1, 3).join(' ') ?? []);
    expect(nodes.length + arrows.length).to.equal(lines.length);
    expect(nodes).to.deep.equal(['records', 'action0', 'action1', 'action2', 'action3']);
    expect(arrows).to.deep.equal([
      'records action0',
      'action0 action1',
      'action0 action2',
      'action1 action3',
      'action2 action3',
    ]);
    expect((await project.json([...INSPECT, 'graph', '--format', 'mermaid'], 2)).code).to.equal('USAGE');
    expect(await project.text([...INSPECT, 'fields', '--format', 'mermaid'], 2)).to.contain('graph --format mermaid');
  });

  it('says what each action sees and hands on, and what its prompt names, but not the variables of it', async () => {
    const {actions} = await project.json(INSPECT);
    const references = actions.map(({context}: Inspected) => context.prompt?.references);
    expect(references).to.deep.equal([['source.text'], ['label.label'], ['label.label'], undefined]);
    const text = await project.text([...INSPECT, 'context']);
    expect(text).to.match(
      /right\n {2}observes +label\.\*\n {2}drops +label\.why\n {2}guard +label\.id != 2 {2}\(reads label\.id\)\n/,
    );
    expect(text).to.match(/label\n {2}observes +source\.text\n {2}passes through +source\.id\n {2}prompt +inline, /);
  });

  it('says who makes and who reads each field, and which ones nobody reads', async () => {
    const {actions} = await project.json(INSPECT);
    const [label] = actions as Inspected[];
    expect(label!.fields).to.deep.equal([
      {
        field: 'label',
        from: 'schema',
        readBy: [
          {action: 'left', how: ['observe']},
          {action: 'right', how: ['observe']},
        ],
      },
      {field: 'why', from: 'schema', readBy: []},
      {
        field: 'id',
        from: 'passthrough',
        readBy: [
          {action: 'left', how: ['passthrough']},
          {action: 'right', how: ['observe', 'guard']},
        ],
      },
    ]);
    const text = await project.text([...INSPECT, 'fields']);
    expect(text).to.contain('Nobody reads label.why, left.why, left.id, right.why.');
    expect(text).to.contain('and any other: no schema says which');
  });

  it('names all that is wrong with a workflow, as validate does, and writes nothing', async () => {
    project.write(DIAMOND.replace('dependencies: [label]', 'dependencies: [lable]'));
    const broken = await project.json(INSPECT, 3);
    project.write(DIAMOND);
    expect(broken.code).to.equal('WORKFLOW_INVALID');
    expect(broken.data.problems[0]).to.include({suggestion: 'Did you mean "label"?'});
    expect((await project.json(['inspect', '-a', 'v'], 3)).code).to.equal('WORKFLOW_UNKNOWN');
    expect((await project.json([...INSPECT, 'fish'], 2)).code).to.equal('USAGE');
    expect(existsSync(join(project.sandbox.project, '.agac'))).to.equal(false);
  });
});
