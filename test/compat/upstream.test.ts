import {expect} from 'chai';
import {OldProject, WF} from './project.js';

const INGEST = 'agent_workflow/ingest/agent_config/ingest.yml';
const tool = (name: string, lines: string) => `  - {name: ${name}, kind: tool, intent: i, ${lines}}\n`;
const ingest = (more = '') => `name: ingest
description: d
${more}actions:
${tool('split', 'impl: split, context_scope: {observe: [source.*]}')}${tool('tidy', 'impl: tidy, dependencies: [split], context_scope: {observe: [split.*]}')}`;

const reads = (upstream: string, lines: string) =>
  `name: wf\ndescription: d\nupstream:\n${upstream}actions:\n${tool('total', `impl: total, ${lines}`)}`;

describe('a workflow upstream', function () {
  this.timeout(60_000);
  let project: OldProject;
  beforeEach(() => {
    project = new OldProject({
      [INGEST]: ingest(),
      'agent_workflow/ingest/agent_io/staging/deep/in.json': '[{"n": 1}, {"n": 2}]',
      'tools/split.js': 'export const split = ({source}) => [{part: source.n}, {part: source.n * 10}];',
      'tools/tidy.js': 'export const tidy = ({split}) => ({word: "w" + split.part});',
      'tools/total.js': 'export const total = (seen) => ({seen: JSON.stringify(seen)});',
    });
  });
  afterEach(() => project.remove());

  const seen = (file?: string) =>
    project.outputs('total', file === undefined ? {} : {file}).map(({seen}) => JSON.parse(String(seen)));

  it('gives its outputs as records: as the source, and by the name of the action that made them', async () => {
    project.sandbox.write({
      [WF]: reads(
        '  - {workflow: ingest, actions: [tidy]}\n',
        'dependencies: [tidy], context_scope: {observe: [tidy.word, source.word]}',
      ),
    });
    const {stderr} = await project.sandbox.agac(['run', '-a', 'wf']);
    expect(stderr).to.match(
      /INPUT_MISSING.*The workflow ingest has no outputs of tidy yet.*agac run -a ingest --wait/s,
    );
    await project.run('ingest');
    await project.run();
    expect(seen('deep/in.json')).to.deep.equal(
      ['w1', 'w10', 'w2', 'w20'].map((word) => ({tidy: {word}, source: {word}})),
    );
  });

  it('gives the outputs of several actions, one after the other, from wherever it writes them', async () => {
    project.sandbox.write({
      [INGEST]: ingest('output_dir: results/ingested\n'),
      [WF]: reads('  - workflow: ingest\n    actions: [tidy, split]\n', 'context_scope: {observe: [source.*]}'),
    });
    await project.run('ingest');
    await project.run();
    expect(seen('ingest/tidy/deep/in.json')).to.have.length(4);
    expect(seen('ingest/split/deep/in.json').slice(0, 2)).to.deep.equal([{source: {part: 1}}, {source: {part: 10}}]);
  });

  it('brings new records when it is run again', async () => {
    project.sandbox.write({
      [WF]: reads('  - {workflow: ingest, actions: [tidy]}\n', 'context_scope: {observe: [source.*]}'),
    });
    await project.run('ingest');
    await project.run();
    project.sandbox.write({'agent_workflow/ingest/agent_io/staging/deep/in.json': '[{"n": 3}]'});
    await project.run('ingest');
    await project.run();
    expect(seen('deep/in.json')).to.deep.equal([{source: {word: 'w3'}}, {source: {word: 'w30'}}]);
  });

  it('has to be there, and not to wait for this one', async () => {
    project.sandbox.write({
      [INGEST]: ingest('upstream: [{workflow: wf, actions: total}]\n'),
      [WF]: `name: wf
description: d
data_source: staging
upstream:
  - {workflow: ingst, actions: [tidy]}
  - {workflow: ingest, actions: [tidy]}
  - {workflow: third, actions: [mend, splt]}
  - {workflow: third, action: mend}
  - third
actions:
${tool('total', 'impl: total, dependencies: [tdy], context_scope: {observe: [mend.x, source.x]}')}`,
      'agent_workflow/third/agent_config/third.yml': 'name: third\nactions: [{name: mend}, {name: split}]\n',
    });
    expect(await project.problems()).to.deep.equal([
      '3 error: "upstream" and "data_source" both say where the records come from. | Remove one of the two.',
      '5 error: The project has no workflow named "ingst". | Did you mean "ingest"?',
      '6 error: These workflows wait for each other: wf → ingest → wf. | Take one of them out of upstream.',
      '7 error: The workflow "third" has no action "splt". | Did you mean "split"?',
      '8 error: "action" is not a key of upstream. | Did you mean "actions"?',
      '8 error: The entry under upstream names no actions. | Write upstream: [{workflow: other, actions: [its_last_action]}]',
      '9 error: This workflow upstream is the text "third"; it should be a map. | Write upstream: [{workflow: other, actions: [its_last_action]}]',
      '11 error: "total" depends on "tdy", which is no action of this workflow. | There are: mend.',
    ]);
  });
});
