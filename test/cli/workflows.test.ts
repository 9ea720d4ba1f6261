import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';

const TARGET = 'agent_workflow/w/agent_io/target';
const LLM = 'model_vendor: local\n    model_name: sample';

function action(name: string, lines: readonly string[]): string {
  return [`  - name: ${name}`, '    intent: i', ...lines.map((line) => `    ${line}`)].join('\n');
}

function workflow(actions: readonly string[], more = ''): string {
  return `name: w\ndescription: d\n${more}actions:\n${actions.join('\n')}\n`;
}

describe('workflows on the built-in engine', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({'agent_actions.yml': 'project_name: p\nschema_path: schema\n'});
  });
  afterEach(() => sandbox.remove());

  const outputs = (name: string, file = 'in.json') => sandbox.json<Output[]>(`${TARGET}/${name}/${file}`);
  const finish = async (...args: string[]) => {
    const outcome = await sandbox.agac(['run', '-a', 'w', '--wait', '--json', ...args]);
    expect(outcome.code, outcome.stderr + outcome.stdout).to.equal(0);
    return JSON.parse(outcome.stdout).result;
  };

  it('joins the branches of a diamond, record by record, in as few batches as it has waves', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('start', [
          LLM,
          'run_mode: batch',
          'prompt: p',
          'schema: {word: string!}',
          'context_scope: {observe: [source.n], passthrough: [source.n]}',
        ]),
        action('left', [
          LLM,
          'run_mode: batch',
          'prompt: p',
          'schema: {score: integer!}',
          'dependencies: [start]',
          'context_scope: {observe: [start.word], passthrough: [start.n]}',
        ]),
        action('right', [
          LLM,
          'run_mode: batch',
          'prompt: p',
          'schema: {score: integer!}',
          'dependencies: [start]',
          'context_scope: {observe: [start.n], passthrough: [start.n]}',
        ]),
        action('merge', [
          'kind: tool',
          'impl: merge',
          'dependencies: [left, right]',
          'context_scope: {observe: [left.*, right.*, start.word]}',
        ]),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(Array.from({length: 7}, (_, n) => ({n}))),
      'tools/merge.js':
        'export function merge({left, right, start}) { return {left: left.n, right: right.n, word: start.word}; }',
    });
    await finish();
    const merged = outputs('merge').map(({content}) => [content['left'], content['right']]);
    expect(merged).to.deep.equal(Array.from({length: 7}, (_, n) => [n, n]));
    const list = JSON.parse((await sandbox.agac(['batch', 'list', '--json'])).stdout).result;
    expect(list.map(({actions}: {actions: string[]}) => actions)).to.deep.equal([['left', 'right'], ['start']]);
  });

  it('makes one record of each item of a list, and carries them on one by one', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('split', [
          LLM,
          'run_mode: batch',
          'prompt: p',
          'schema: {type: array, minItems: 2, maxItems: 3, items: {type: object, properties: {part: {type: string}}, required: [part]}}',
          'context_scope: {observe: [source.n]}',
        ]),
        action('each', ['kind: tool', 'impl: each', 'dependencies: split']),
        action('all', [
          'kind: tool',
          'impl: all',
          'granularity: file',
          'dependencies: [each]',
          'context_scope: {observe: [each.length]}',
        ]),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(Array.from({length: 5}, (_, n) => ({n}))),
      'tools/each.ts': 'export const each = ({split}: {split: {part: string}}) => ({length: split.part.length});',
      'tools/all.mjs':
        'export default (rows) => [{total: rows.reduce((sum, {each}) => sum + each.length, 0), rows: rows.length}];',
    });
    await finish();
    const parts = outputs('split');
    expect(parts.length).to.be.within(10, 15);
    expect(new Set(parts.map(({target_id}) => target_id)).size).to.equal(parts.length);
    expect(outputs('each').map(({parent_target_id}) => parent_target_id)).to.deep.equal(
      parts.map(({target_id}) => target_id),
    );
    const total = outputs('each').reduce((sum, {content}) => sum + Number(content['length']), 0);
    expect(outputs('all').map(({content}) => content)).to.deep.equal([{total, rows: parts.length}]);
  });

  it('reads every kind of input, keeps folders, and lets no two files collide', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('keep', ['kind: tool', 'impl: keep', 'context_scope: {observe: [source.*]}']),
      ]),
      'agent_workflow/w/agent_io/staging/a.json': '\ufeff[{"x": 1}, {"x": 1}]',
      'agent_workflow/w/agent_io/staging/a.csv': 'x,y\r\n1,"two\nlines"\r\n',
      'agent_workflow/w/agent_io/staging/deep/er/b.jsonl': '{"x": "\u2028"}\n\n{"x": 2}',
      'agent_workflow/w/agent_io/staging/deep/c.tsv': 'x\ty\n1\t2\n',
      'agent_workflow/w/agent_io/staging/note.md': '# Hello\n',
      'tools/keep.js': 'export const keep = ({source}) => source;',
    });
    await finish();
    expect(Object.keys(sandbox.files(TARGET))).to.deep.equal([
      'keep/a.csv.json',
      'keep/a.json',
      'keep/deep/c.json',
      'keep/deep/er/b.json',
      'keep/note.json',
    ]);
    const [one, two] = outputs('keep', 'a.json');
    expect(one!.source_guid).to.not.equal(two!.source_guid);
    expect(outputs('keep', 'a.csv.json')[0]!.content).to.deep.equal({x: '1', y: 'two\nlines'});
    expect(outputs('keep', 'deep/er/b.json').map(({content}) => content['x'])).to.deep.equal(['\u2028', 2]);
    await sandbox.agac(['run', '-a', 'w', '--fresh', '--json']);
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow(
        [action('keep', ['kind: tool', 'impl: keep', 'context_scope: {observe: [source.*]}'])],
        'defaults: {data_source: {type: staging, file_type: [csv]}}\n',
      ),
    });
    await finish('--fresh');
    // Alone, the CSV file needs no suffix to be told apart.
    expect(Object.keys(sandbox.files(TARGET))).to.deep.equal(['keep/a.json']);
    expect(outputs('keep', 'a.json')[0]!.content).to.deep.equal({x: '1', y: 'two\nlines'});
  });

  it('treats what looks like a template inside a record as text', async () => {
    const hostile = "{{ 7*7 }} {% for x in y %} dispatch_task('steal')";
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('say', [
          LLM,
          'run_mode: online',
          'json_mode: false',
          'prompt: "About: {{ source.text }}"',
          'context_scope: {observe: [source.text], passthrough: [source.text]}',
        ]),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify([{text: hostile}]),
    });
    const {stdout} = await sandbox.agac(['run', '-a', 'w', '--dry-run', '--show', '1', '--json']);
    expect(JSON.parse(stdout).result.prompts[0].messages[0].text).to.equal(`About: ${hostile}`);
    await finish();
    expect(outputs('say')[0]!.content['text']).to.equal(hostile);
  });

  it('names the prompt, the field and the nearest spelling when no record can be rendered, and sends nothing', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('say', [
          LLM,
          'run_mode: batch',
          'prompt: "About: {{ source.mesage }}"',
          'schema: {a: string}',
          'context_scope: {observe: [source.*]}',
        ]),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': '[{"message": "hi"}]',
    });
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w']);
    expect(code).to.equal(3);
    expect(stderr).to.contain('source.mesage').and.to.contain('message').and.to.contain('TEMPLATE_INVALID');
    expect((await sandbox.agac(['batch', 'list'])).stdout).to.equal('');
  });

  it('submits once when two run at the same time', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('say', [LLM, 'run_mode: batch', 'prompt: p', 'schema: {a: string}', 'vendor_options: {latencyMs: 300}']),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(Array.from({length: 20}, (_, n) => ({n}))),
    });
    const both = await Promise.all([
      sandbox.agac(['run', '-a', 'w']),
      sandbox.agac(['run', '-a', 'w']),
      sandbox.agac(['run', '-a', 'w']),
    ]);
    expect(both.map(({code}) => code).sort((a, b) => a! - b!)[0]).to.equal(0);
    for (const {code} of both) expect(code).to.be.oneOf([0, 6, 69]);
    expect(both.filter(({stdout}) => stdout.includes('Batch submitted'))).to.have.length(1);
    const list = await sandbox.agac(['batch', 'list']);
    expect(list.stdout.trim().split('\n')).to.have.length(1);
  });

  it('rehearses what goes wrong, and converges', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('say', [
          LLM,
          'run_mode: batch',
          'prompt: p',
          'schema: {a: string!}',
          'retry: {max_attempts: 8}',
          'reprompt: {max_attempts: 8}',
          'vendor_options: {fail: 0.1, invalid: 0.1, missing: 0.1}',
        ]),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(Array.from({length: 60}, (_, n) => ({n}))),
    });
    const {look} = await finish();
    expect(look.actions[0]).to.include({records: 60, outputs: 60, rejected: 0});
    const recovered = outputs('say').filter(({_recovery}) => _recovery !== undefined);
    expect(recovered.length).to.be.within(10, 55);
  });

  it('survives the death of its worker: every record has one answer', async () => {
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': workflow([
        action('say', [
          LLM,
          'run_mode: batch',
          'prompt: p',
          'schema: {a: string!}',
          'vendor_options: {latencyMs: 100}',
        ]),
      ]),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(Array.from({length: 40}, (_, n) => ({n}))),
    });
    await sandbox.agac(['run', '-a', 'w']);
    const claims = Object.entries(sandbox.files('.agac/local')).filter(([name]) => /worker-\d+\.json$/.test(name));
    expect(claims).to.have.length(1);
    process.kill(JSON.parse(claims[0]![1]).pid, 'SIGKILL');
    await finish();
    expect(outputs('say')).to.have.length(40);
  });
});
