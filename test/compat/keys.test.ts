import {expect} from 'chai';
import {expectValid} from '../schemas.js';
import {OldProject, WF} from './project.js';

describe('the keys of a project in the older format', function () {
  this.timeout(60_000);
  let project: OldProject;
  afterEach(() => project.remove());

  it('mean on the built-in engine what their documentation says', async () => {
    project = new OldProject({
      'agent_actions.yml': `project_name: old
schema_path: shapes
tool_path: functions
seed_data_path: facts
default_agent_config: {model_vendor: local, model_name: sample, retry: {enabled: true, max_attempts: 2}}
output_storage: {backend: sqlite, db_path: ./outputs.db}
`,
      [WF]: `name: wf
description: Every key that works without a vendor.
version: "1.0.0"
record_limit: 3
file_limit: 1
defaults:
  json_mode: true
  granularity: Record
  schema: shared
actions:
  - name: first
    intent: i
    prompt: $asks.First
    where_clause: source.id > 1
    reprompt: {validation: is_fine, max_attempts: 3, on_exhausted: raise, use_self_reflection: true}
    context_scope:
      observe: [source.text, seed.facts]
      drop: [source.extra]
      passthrough: [source.id]
      seed_path: {facts: $file:facts.yml}
    prompt_debug: true
    idempotency_key: x
  - name: spoken
    intent: i
    dependencies: first
    json_mode: false
    output_field: said
    prompt: |
      Say {{ first.word }}.
    skip_if: first.id == 3
    context_scope: {observe: [first.word], passthrough: [first.id]}
  - name: off
    intent: i
    is_operational: false
    prompt: p
    context_scope: {observe: [source.*]}
  - name: count
    kind: tool
    intent: i
    impl: Count
    granularity: FILE
    max_execution_time: 20
    dependencies: [spoken]
    guard: {condition: "spoken.id IN [2, 3]", on_false: filter, passthrough_on_error: false}
    schema: {rows: integer!}
    context_scope: {observe: [spoken.id]}
`,
      'agent_workflow/wf/agent_io/staging/in.json': JSON.stringify(
        [1, 2, 3, 4].map((id) => ({id, text: `text ${id}`, extra: 0})),
      ),
      'agent_workflow/wf/agent_io/staging/later.json': '[{"id": 9}]',
      'agent_workflow/wf/prompt_store/asks.md':
        '{prompt First}\nKnow {{ seed.facts.house }}: {{ source.text }}\n{end_prompt}\n',
      'shapes/deep/shared.yml':
        'name: shared\nfields: [{id: word, type: string, required: true, validators: [{enum: [yes-or-no]}, {not: {const: no}}]}]\n',
      'facts/facts.yml': 'house: ACME\n',
      'functions/more/count.js': 'export const count = (rows) => [{rows: rows.length}];',
      'functions/is_fine.js': 'export const is_fine = ({word}) => word === "yes-or-no";',
    });
    expect(await project.prompts()).to.deep.equal(['Know ACME: text 2', 'Know ACME: text 3']);
    await project.run();
    expect(project.outputs('first')).to.deep.equal([2, 3].map((id) => ({word: 'yes-or-no', id})));
    const [said, skipped] = project.outputs('spoken');
    expect(said?.['said']).to.be.a('string');
    expect(skipped).to.deep.equal({id: 3});
    expect(project.outputs('count')).to.deep.equal([{rows: 2}]);
    expect(await project.problems()).to.deep.equal([
      'agent_actions.yml:6 warning: "output_storage" has no effect: outputs are JSON files, and what agac remembers is in .agac. | Remove it; output_dir says where outputs go.',
      '21 warning: "prompt_debug" has no effect: prompts are shown when you ask for them. | agac run --dry-run --show 1',
      '22 warning: "idempotency_key" has no effect: every request has a key of its own, and none is sent twice. | Remove it.',
    ]);
  });

  for (const mode of ['online', 'batch']) {
    it(`limit an action to the first records of each file, and what is left out is told: ${mode}`, async () => {
      project = new OldProject({
        [WF]: `name: wf
description: d
defaults: {run_mode: ${mode}}
actions:
  - {name: ask, prompt: p, schema: {answer: string!}, context_scope: {passthrough: [source.id]}}
  - {name: few, prompt: p, schema: {answer: string!}, dependencies: ask, record_limit: 1, file_limit: 2}
`,
        'agent_workflow/wf/agent_io/staging/more.json': '[{"id": 3}]',
        'agent_workflow/wf/agent_io/staging/never.json': '[{"id": 4}, {"id": 5}]',
      });
      const {code, stdout, stderr} = await project.sandbox.agac(['run', '-a', 'wf', '--wait', '--json']);
      expect(code, stderr).to.equal(0);
      const document = JSON.parse(stdout);
      expectValid('run', document);
      const [ask, few] = document.result.look.actions;
      expect(ask).to.include({records: 5, outputs: 5, filtered: 0}).and.not.to.have.property('leftOut');
      expect(few).to.include({records: 5, outputs: 2, filtered: 3, leftOut: 3});
      expect([project.outputs('few').length, project.outputs('few', {file: 'more.json'}).length]).to.deep.equal([1, 1]);
      const status = await project.sandbox.agac(['status', '-a', 'wf']);
      expect(status.stdout).to.match(/few .* 5 records, .*3 left out by the limit/);
    });
  }

  it('that are not carried out are refused, each with a reason and what to do instead', async () => {
    const refused = [
      'interceptors: [x]',
      'constraints: [x]',
      'on_empty: skip',
      'reduce_key: id',
      'primary_dependency: x',
      'validation: is_fine',
      'add_dispatch: true',
      'on_schema_mismatch: warn',
      'strict_schema: false',
      'skip_condition: "udf:"',
    ];
    project = new OldProject({
      [WF]: `name: wf
description: d
actions:
  - name: ask
    prompt: Say it.
    schema: {answer: string!}
${refused.map((line) => `    ${line}`).join('\n')}
  - {name: fields, prompt: p, schema: [{id: a, type: string, mappings: {openai: b}, validators: [{not: x}]}]}
`,
    });
    const problems = await project.problems();
    expect(problems).to.have.length(refused.length + 2);
    for (const problem of problems)
      expect(problem).to.match(/^\d+ error: .*(: |; |not supported in this version).* \| .+/);
  });

  it('that are misspelt are told with what was meant, and those written twice with both lines', async () => {
    project = new OldProject({
      [WF]: `name: wf
description: d
descripton: d
defaults: {temprature: 1}
actions:
  - name: ask
    prompt: p
    schema: {answer: string!}
    contxt_scope: {observe: [source.x]}
    reprompt: {max_atempts: 2}
    prompt: q
`,
    });
    expect(await project.problems()).to.deep.equal([
      '3 error: "descripton" is not a key of a workflow. | Did you mean "description"?',
      '4 warning: "temprature" is not a key of defaults; it has no effect. | Did you mean "temperature"?',
      '9 error: "contxt_scope" is not a key of an action. | Did you mean "context_scope"?',
      '10 error: "max_atempts" is not a key of reprompt. | Did you mean "max_attempts"?',
      '11 warning: "prompt" is written a second time (first on line 7); the last one counts. | Remove one of the two.',
    ]);
  });
});
