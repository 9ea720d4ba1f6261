import {expect} from 'chai';
import {loadWorkflow} from '../../src/workflow/load-workflow.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const WF = 'agent_workflow/w/agent_config/w.yml';

const FILES = {
  'agent_actions.yml': `project_name: p
tool_path: [tools]
output_dir: results
providers: {local: {base_url: "http://127.0.0.1:8000/v1", delay: 1}}
default_agent_config:
  model_vendor: local
  model_name: sample
  api_key: \${SOME_KEY}
  temperature: 0.5
  context_scope: {observe: [source.text]}
`,
  [WF]: `name: w
description: "Two: steps"
record_limit: 7
defaults:
  run_mode: batch
  temperature: 0.2
  retry: {max_attempts: 1}
  schema: {mood: string!}
  context_scope: {passthrough: [source.id]}
actions:
{% for n in [1, 2] %}
  - name: ask_{{ n }}
    guard: len(source.text) > {{ n }}
    prompt: |
      Say what {{ source.text }} is about, "{{ n }}" times:

        - like this # no comment
    reprompt: {on_exhausted: raise}
    prompt_debug: true
{% endfor %}
  - name: text
    dependencies: ask_1
    prompt: "Sum it up:\\tshortly "
    json_mode: false
    on_schema_mismatch: reprompt
    temperature: 1
    retry: false
    context_scope: {observe: [ask_1.*]}
  - {name: gone, is_operational: false, prompt: x}
  - name: count
    kind: tool
    impl: count
    dependencies: [text, ask_2]
`,
  'tools/count.js': 'export const count = () => ({n: 1});',
};

describe('agac render', () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write(FILES);
  });
  afterEach(() => sandbox.remove());

  it('shows what holds, from whichever level, and where it is written', async () => {
    const before = sandbox.files('.');
    const {stdout, code} = await sandbox.agac(['render', '-a', 'w']);
    expect(code).to.equal(0);
    expect(sandbox.files('.')).to.deep.equal(before);
    for (const line of [
      `description: "Two: steps"  # ${WF}:2`,
      `record_limit: 7  # ${WF}:3`,
      'output_dir: results/w  # agent_actions.yml:3',
      '    base_url: "http://127.0.0.1:8000/v1"  # agent_actions.yml:4',
      '      delay: 1  # agent_actions.yml:4',
      'data_source: staging  # built-in default',
      `  - name: ask_2  # ${WF}:12`,
      '    model_name: sample  # agent_actions.yml:7',
      '    api_key: "${SOME_KEY}"  # agent_actions.yml:8',
      `    run_mode: batch  # ${WF}:5`,
      `    temperature: 0.2  # ${WF}:6`,
      `    temperature: 1  # ${WF}:26`,
      `      max_attempts: 2  # built-in default`,
      `      max_attempts: 1  # ${WF}:7`,
      `      condition: "len(source.text) > 2"  # ${WF}:13`,
      '      on_false: filter  # built-in default',
      '        - source.text  # agent_actions.yml:10',
      `        - source.id  # ${WF}:9`,
      '    json_mode: true  # built-in default',
      `    retry: false  # ${WF}:27`,
      '    max_execution_time: 300  # built-in default',
    ]) {
      expect(stdout.split('\n')).to.include(line);
    }
    expect(stdout).to.not.match(/gone|prompt_debug/);
  });

  it('prints a workflow that says the same and inherits nothing', async () => {
    const {stdout} = await sandbox.agac(['render', '-a', 'w']);
    const known = {
      providers: ['local'],
      namedAdapters: [],
      locate: (_role: string, name: string) => ({file: `tools/${name}.js`}),
    };
    const read = () => {
      const {workflow, problems} = loadWorkflow(sandbox.project, 'w', known);
      expect(workflow, JSON.stringify(problems)).to.not.equal(undefined);
      return withoutPlaces(workflow!);
    };
    const before = read();
    sandbox.write({[WF]: stdout, 'agent_actions.yml': 'project_name: p\n'});
    expect(read()).to.deep.equal(before);
  });

  it('gives scripts every value with its place', async () => {
    const {stdout} = await sandbox.agac(['render', '-a', 'w', '--json']);
    const document = JSON.parse(stdout);
    expectValid('render', document);
    const {workflow, values} = document.result;
    expect(workflow).to.equal('w');
    expect(values).to.deep.include({path: ['actions', 0, 'temperature'], value: 0.2, file: WF, line: 6});
    expect(values).to.deep.include({path: ['actions', 0, 'json_mode'], value: true});
    expect(document.warnings).to.have.length(1);
  });

  it('shows no secret, and nothing of a workflow that is not sound', async () => {
    sandbox.write({[WF]: `${FILES[WF]}    api_key: sk-hush-hush-hush\n`});
    const tool = await sandbox.agac(['render', '-a', 'w']);
    expect(tool.code).to.equal(0);
    expect(tool.stdout + tool.stderr).to.not.include('hush');
    sandbox.write({[WF]: FILES[WF].replace('retry: false', 'api_key: sk-hush-hush-hush')});
    const {stdout, stderr, code} = await sandbox.agac(['render', '-a', 'w']);
    expect(code).to.equal(3);
    expect(stdout).to.equal('');
    expect(stderr).to.include(':27').and.not.include('hush');
  });
});

/** What counts of a workflow: all but the places in files, and the time that a tool has in any case. */
function withoutPlaces(workflow: object): unknown {
  const hidden = new Set(['line', 'file', 'timeLimit']);
  return JSON.parse(JSON.stringify(workflow, (key, value) => (hidden.has(key) ? undefined : value)));
}
