import {expect} from 'chai';
import {LookProject} from './look-project.js';

const LABEL = ['preview', '-a', 'w', '--action', 'label'];

/** Of what would take over a terminal, none may reach it. */
const HOSTILE = '\u001b[31mred\u001b[0m \u009b2J\u202e line\nbreak';

const ONE = `name: w
description: d
actions:
  - name: label
    model_vendor: acme
    model_name: acme-tiny
    run_mode: online
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
`;

describe('agac preview', function () {
  this.timeout(60_000);
  let project: LookProject;

  before(async () => {
    project = await LookProject.open(ONE);
    project.records(25);
    // Of every fifth record, what comes back does not fit the schema.
    project.vendor.answer(({body}) => {
      const number = Number(/message (\d+)/.exec(JSON.stringify(body))![1]);
      const label = number === 0 ? `${HOSTILE} ${'long '.repeat(200)}` : `label ${number}`;
      return [{kind: 'text', text: JSON.stringify(number % 5 === 4 ? {wrong: HOSTILE} : {label})}];
    });
    const {code} = await project.sandbox.agac(['preview', '-a', 'w', '--action', 'label', '--json']);
    expect(code, 'before there is a run').to.equal(2);
    await project.text(['run', '-a', 'w', '--wait'], 68);
  });
  after(() => project.close());

  it('pages through the outputs in input order, and says where the next page begins', async () => {
    const first = await project.json(LABEL);
    expect(first).to.include({workflow: 'w', action: 'label', offset: 0, total: 20, more: true});
    const ids = first.page.entries.map(({output}: {output: {content: {id: number}}}) => output.content.id);
    expect(ids).to.deep.equal([0, 1, 2, 3, 5, 6, 7, 8, 10, 11]);
    const last = await project.json([...LABEL, '--offset', '18', '--limit', '5', '--content-only']);
    expect(last.more).to.equal(false);
    expect(last.page).to.deep.equal({
      kind: 'contents',
      entries: [
        {label: 'label 22', id: 22},
        {label: 'label 23', id: 23},
      ],
    });
    expect(await project.text([...LABEL, '--offset', '3', '--limit', '2']))
      .to.match(/^4 {2}in\.json {2}[0-9a-f-]{36}\n {3}label {2}label 3\n {3}id {5}3\n5 {2}in\.json/)
      .and.to.contain('outputs 4 to 5 of 20. For the next: --offset 5');
    expect(await project.text([...LABEL, '--offset', '20'])).to.contain('no outputs here of 20');
  });

  it('shows what was rejected, with the reason and the answer as it came', async () => {
    const {page, total} = await project.json([...LABEL, '--rejected']);
    expect(total).to.equal(5);
    expect(page.entries[0]).to.include({reason: 'invalid', attempts: 1});
    expect(JSON.stringify(page.entries[0].raw)).to.contain('wrong');
    expect(await project.text([...LABEL, '--rejected', '--limit', '1'])).to.match(/^1 {2}in\.json {2}\S+ {2}invalid\n/);
    expect((await project.json([...LABEL, '--rejected', '--content-only'], 2)).code).to.equal('USAGE');
  });

  it('lets nothing of a record reach the terminal but text, cuts what is long, and keeps all of it for scripts', async () => {
    const text = await project.text([...LABEL, '--limit', '1']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).to.match(/^ {3}label {2}red .*line break.*… \(1,0\d\d characters\)$/m);
    const {page} = await project.json([...LABEL, '--limit', '1', '--content-only']);
    expect(page.entries[0].label).to.contain(HOSTILE).and.to.have.length.above(1000);
  });

  it('names the nearest action where there is none of that name', async () => {
    const unknown = await project.json(['preview', '-a', 'w', '--action', 'lable'], 2);
    expect(unknown.code).to.equal('ACTION_UNKNOWN');
    expect(unknown.actions).to.deep.equal(['agac preview -a w --action label']);
    expect(unknown.data).to.deep.equal({action: 'lable', actions: ['label']});
  });

  it('writes nothing, and needs neither the output files nor the vendor', async () => {
    const before = project.remembered();
    project.sandbox.delete('agent_workflow/w/agent_io/target');
    await project.vendor.stop();
    expect((await project.json(LABEL)).page.entries).to.have.length(10);
    expect(project.remembered()).to.deep.equal(before);
    expect(Object.keys(project.sandbox.files('agent_workflow/w/agent_io'))).to.deep.equal(['staging/in.json']);
  });
});
