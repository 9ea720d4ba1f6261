import {gzipSync} from 'node:zlib';
import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';

const FIXTURES = 'test/records/fixtures';
const IO = 'agent_workflow/w/agent_io';

/** A workflow that hands on all that is in a record. */
const WORKFLOW = `name: w
actions:
  - name: look
    model_vendor: local
    model_name: sample
    run_mode: batch
    prompt: Say what this is about.
    schema: {about: string!}
    context_scope: {observe: [source.*], passthrough: [source.*]}
`;

describe('input files of all kinds', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({'agent_actions.yml': 'project_name: p\n', 'agent_workflow/w/agent_config/w.yml': WORKFLOW});
  });
  afterEach(() => sandbox.remove());

  const contents = (file: string) =>
    sandbox.json<Output[]>(`${IO}/target/look/${file}`).map(({content: {about: _, ...rest}}) => rest);

  it('end as outputs named like them, record for record', async () => {
    for (const name of ['orders.xlsx', 'returns.docx', 'manual.pdf', 'packed.parquet']) {
      sandbox.copy(`${FIXTURES}/${name}`, `${IO}/staging/${name}`);
    }
    sandbox.write({
      [`${IO}/staging/page.html`]: '<title>Lamps</title><p>Switch <b>off</b> first.',
      [`${IO}/staging/list.xml`]: '<list><lamp id="1"/><lamp id="2"/></list>',
    });
    sandbox.write({[`${IO}/staging/deep/log.jsonl.gz`]: gzipSync('{"n":1}\n{"n":2}\n')});
    const outcome = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(outcome.code, outcome.stderr).to.equal(0);
    expect(outcome.stderr).to.contain('orders.xlsx: Only its first sheet is read, not "Notes".');
    expect(contents('orders.json').map(({id, ordered}) => [id, ordered])).to.deep.equal([
      [7001, '2026-01-31'],
      [7002, null],
    ]);
    expect(contents('returns.json').map(({file_name}) => file_name)).to.deep.equal(['returns.docx']);
    expect(contents('manual.json').map(({page}) => page)).to.deep.equal([1, 2, 3]);
    expect(contents('packed.json').at(-1)).to.deep.equal({id: '9223372036854775807', name: 'c'});
    expect(contents('page.json')).to.deep.equal([
      {content: 'Switch off first.', title: 'Lamps', file_name: 'page.html'},
    ]);
    expect(contents('list.json')).to.deep.equal([{id: '1'}, {id: '2'}]);
    expect(contents('deep/log.json')).to.deep.equal([{n: 1}, {n: 2}]);
  });

  it('are split where they are long, each chunk a record of its own', async () => {
    sandbox.copy(`${FIXTURES}/manual.pdf`, `${IO}/staging/manual.pdf`);
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': `${WORKFLOW}chunk_config: {chunk_size: 4, overlap: 1}\n`,
      [`${IO}/staging/a.md`]: 'Switch the lamp off before you take it apart.',
    });
    const outcome = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(outcome.code, outcome.stderr).to.equal(0);
    const chunks = contents('a.json') as {content: string; chunk: {index: number; count: number}}[];
    expect(chunks.map(({content}) => content)).to.deep.equal([
      'Switch the lamp off',
      ' off before you take',
      ' take it apart.',
    ]);
    expect(chunks.map(({chunk: {index, count}}) => `${index}/${count}`)).to.deep.equal(['1/3', '2/3', '3/3']);
    expect(contents('manual.json').map(({page}) => page)).to.deep.equal([1, 1, 1, 2, 3, 3, 3]);
    const guids = sandbox.json<Output[]>(`${IO}/target/look/a.json`).map(({source_guid}) => source_guid);
    expect(new Set(guids)).to.have.property('size', 3);
  });

  it('stop the run before anything is sent where one is damaged', async () => {
    sandbox.copy(`${FIXTURES}/locked.pdf`, `${IO}/staging/locked.pdf`);
    sandbox.write({[`${IO}/staging/a.json`]: '[{"n":1}]'});
    const outcome = await sandbox.agac(['run', '-a', 'w', '--wait', '--json']);
    expect(outcome.code).to.equal(3);
    const document = JSON.parse(outcome.stdout);
    expect(document).to.include({code: 'INPUT_INVALID', message: 'locked.pdf: It is encrypted with a password.'});
    expect(document.data).to.deep.equal({file: 'locked.pdf'});
    expect(document.actions.join()).to.contain('qpdf --decrypt');
  });
});
