import {join} from 'node:path';
import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const CONFIG = 'agent_workflow/w/agent_config/w.yml';
const TARGET = 'agent_workflow/w/agent_io/target';
const STAGING = 'agent_workflow/w/agent_io/staging';

/** `split` tells the size of a ticket; the small ones get a short answer, the large ones a long one, and `join` has both. */
const TICKETS = `name: w
description: d
defaults: {model_vendor: local, model_name: sample, run_mode: batch, context_scope: {passthrough: [source.id]}}
actions:
  - name: size
    kind: tool
    impl: size
    guard: source.text IS NOT NULL and TRIM(source.text) != ''
  - name: short
    dependencies: size
    guard: {condition: 'size.letters <= 20', on_false: skip}
    prompt: Answer in a word.
    schema: {answer: string!}
  - name: long
    dependencies: size
    guard: {condition: 'letters > 20', on_false: skip}
    prompt: Answer at length.
    schema: {answer: string!}
  - name: both
    dependencies: [short, long]
    run_mode: online
    guard: "not (short IS NULL and long.answer IS NULL)"
    prompt: |
      {% if short %}Short: {{ short.answer }}{% endif %}{% if long %}Long: {{ long.answer }}{% endif %}
    json_mode: false
    context_scope: {observe: [short.*, long.*]}
`;

const RECORDS = [
  {id: 'a', text: 'Where is it?'},
  {id: 'b', text: 'I ordered a lamp three weeks ago.'},
  {id: 'c', text: '  '},
  {id: 'd'},
  {id: 'e', text: 'Thank you!'},
];

describe('guards, through the command', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      [CONFIG]: TICKETS,
      [`${STAGING}/in.json`]: JSON.stringify(RECORDS),
      'tools/size.js': 'export const size = ({source}) => ({letters: source.text.length});',
    });
  });
  afterEach(() => sandbox.remove());

  const outputs = (name: string) => sandbox.json<Output[]>(`${TARGET}/${name}/in.json`);
  const idsOf = (name: string) => outputs(name).map(({content}) => content['id']);
  const numbers = (look: {actions: readonly Record<string, unknown>[]}) =>
    look.actions.map(({action, records, outputs, filtered, skipped, keptOut}) => [
      [action, records, outputs].join(' '),
      [filtered, skipped, keptOut].join(' '),
    ]);

  it('run a workflow to its end with the records that are meant, and account for the others', async () => {
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait', '--json']);
    expect(code, stderr + stdout).to.equal(0);
    const document = JSON.parse(stdout);
    expectValid('run', document);
    expect(numbers(document.result.look)).to.deep.equal([
      ['size 5 3', '2 0 0'],
      ['short 3 3', '0 1 2'],
      ['long 3 3', '0 2 2'],
      ['both 3 3', '0 0 0'],
    ]);
    expect(idsOf('both')).to.deep.equal(['a', 'b', 'e']);
    expect(
      outputs('long').map(({content, metadata}) => [Object.keys(content), metadata.skipped ?? false]),
    ).to.deep.equal([
      [['id'], true],
      [['answer', 'id'], false],
      [['id'], true],
    ]);
    expect(outputs('long')[0]?.metadata).to.deep.equal({kind: 'llm', skipped: true, reason: 'guard'});
    const list = JSON.parse((await sandbox.agac(['batch', 'list', '--json'])).stdout).result;
    expect(list.map(({actions, requests}: Record<string, unknown>) => [actions, requests])).to.deep.equal([
      [['short', 'long'], 3],
    ]);
    const again = await sandbox.agac(['batch', 'retry', '-a', 'w']);
    expect([again.code, again.stderr.includes('NOTHING_TO_RETRY')]).to.deep.equal([2, true]);
  });

  it('say in each step how many were kept back', async () => {
    const run = await sandbox.agac(['run', '-a', 'w']);
    expect(run.code, run.stderr).to.equal(0);
    expect(run.stderr).to.contain('size: 5 records, 2 filtered.');
    expect(run.stderr).to.contain('short: 3 records, 1 skipped; 2 records kept out, as another action filtered them.');
    expect(run.stderr).to.contain('  size   done: 5 records, 3 outputs, 2 filtered\n');
    await sandbox.agac(['batch', 'wait']);
    const retrieved = await sandbox.agac(['batch', 'retrieve']);
    expect(retrieved.code, retrieved.stderr).to.equal(0);
    expect(retrieved.stdout).to.equal(
      [
        `short: 3 outputs in ${TARGET}/short`,
        '  1 skipped by its guard',
        `long: 3 outputs in ${TARGET}/long`,
        '  2 skipped by its guard\n',
      ].join('\n'),
    );
    const document = JSON.parse((await sandbox.agac(['batch', 'retrieve', '--json'])).stdout);
    expectValid('batch retrieve', document);
    expect(document.result.written.map(({skipped}: {skipped: number}) => skipped)).to.deep.equal([1, 2]);
  });

  it('are counted by a dry run, which sends nothing for those that are kept back', async () => {
    sandbox.write({
      [CONFIG]: `name: w
actions:
  - name: ask
    model_vendor: local
    model_name: sample
    run_mode: batch
    prompt: Answer.
    schema: {answer: string!}
    guard: {condition: len(text) > 10, on_false: skip}
  - {name: none, kind: tool, impl: size, guard: id LIKE "x%"}
  - {name: every, kind: tool, impl: size}
`,
    });
    const {stdout} = await sandbox.agac(['run', '-a', 'w', '--dry-run', '--show', '9']);
    expect(stdout).to.contain('w would send 2 requests in 1 part').and.to.contain('ask: 2 requests, 3 skipped\n');
    expect(stdout).to.contain('none: 0 requests, 5 filtered\n').and.to.contain('three weeks').and.not.contain('Thank');
    const json = await sandbox.agac(['run', '-a', 'w', '--dry-run', '--json']);
    const document = JSON.parse(json.stdout);
    expectValid('run', document);
    const counts = document.result.actions.map(({estimate: _, ...each}: {estimate?: unknown}) => each);
    expect(counts).to.deep.equal([
      {action: 'ask', mode: 'batch', requests: 2, refused: 0, filtered: 0, skipped: 3},
      {action: 'none', mode: 'tool', requests: 0, refused: 0, filtered: 5, skipped: 0},
      {action: 'every', mode: 'tool', requests: 5, refused: 0, filtered: 0, skipped: 0},
    ]);
    expect(document.result.warnings).to.deep.equal(['none: none of its 5 records matches the guard `id LIKE "x%"`.']);
  });

  it('that no record matches leave nothing to send, which is said and no failure', async () => {
    // Of a table all values are texts, and a text is not more than a number.
    sandbox.write({
      [CONFIG]: TICKETS.replace("source.text IS NOT NULL and TRIM(source.text) != ''", 'source.stars > 3'),
      [`${STAGING}/in.csv`]: 'id,text,stars\na,hello,5\nb,bye,1\n',
      [`${STAGING}/in.json`]: '[]',
    });
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.contain('size: none of its 2 records matches the guard `source.stars > 3`.');
    expect(stdout).to.contain('size   done: 2 records, 0 outputs, 2 filtered').and.to.contain('both   done: 0 records');
    sandbox.write({[CONFIG]: sandbox.read(CONFIG).replace('source.stars > 3', 'int(source.stars) > 3')});
    const other = await sandbox.agac(['run', '-a', 'w', '--wait', '--fresh']);
    expect(other.stdout).to.contain('size   done: 2 records, 1 output, 1 filtered');
  });

  it('are read by a parser that is loaded only where a condition is read', async () => {
    const isLoaded = async (...args: string[]) => {
      const node = ['--import', join(import.meta.dirname, 'imports.mjs')];
      const {code, stderr} = await sandbox.agac(args, {node});
      expect(code, stderr).to.equal(0);
      return stderr.includes('chevrotain');
    };
    expect(await isLoaded('run', '-a', 'w')).to.equal(true);
    await sandbox.agac(['batch', 'wait']);
    expect(await isLoaded('batch', 'retrieve', '--wait'), 'what is left to decide needs no parser').to.equal(false);
    expect(outputs('both')).to.have.length(3);
    sandbox.write({[CONFIG]: 'name: w\nactions: [{name: size, kind: tool, impl: size}]\n'});
    expect(await isLoaded('validate', '-a', 'w')).to.equal(false);
  });

  it('are checked, with file, line and what to write', async () => {
    sandbox.write({
      [CONFIG]: TICKETS.replace('size.letters <= 20', 'size.letters = 20').replace(
        'letters > 20',
        'size.letters > many',
      ),
    });
    const {code, stdout} = await sandbox.agac(['validate', '-a', 'w', '--json']);
    expect(code).to.equal(3);
    const document = JSON.parse(stdout);
    expectValid('validate', document);
    expect(document.data.problems).to.deep.equal([
      {
        severity: 'error',
        file: CONFIG,
        line: 11,
        message: '"guard" cannot be read at column 14: a single "=" compares nothing.',
        suggestion: 'Write size.letters == 20',
      },
      {
        severity: 'error',
        file: CONFIG,
        line: 16,
        message: '"many" (column 16 of "guard") is no field that "long" reads; a text stands in quotes.',
        suggestion: 'Write size.letters > "many"',
      },
    ]);
  });
});
