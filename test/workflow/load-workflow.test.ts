import {expect} from 'chai';
import {load, sound, TemporaryProject, told, WORKFLOW_FILE, wrong} from './temporary-project.js';

const TRIAGE = `name: wf
description: Sort messages.
defaults:
  run_mode: batch
  temperature: 0.2
actions:
  - name: summarise
    dependencies: [route]
    prompt: |
      Sum up the day.

      {{ route.desk }}
    schema: {summary: string!}
  - name: classify
    intent: Sort.
    prompt: $triage.Classify
    schema: classification
    context_scope:
      observe: [source.message]
      passthrough: [source.id]
      seed_path: {desks: $file:desks.json}
    retry: {max_attempts: 4, on_exhausted: raise}
    reprompt: {}
    api_key: \${ACME_KEY}
    base_url: https://gateway.example/v1
    max_tokens: 500
    stop: END
    vendor_options: {tier: flex}
    enable_prompt_caching: true
  - name: route
    kind: tool
    impl: route
    granularity: File
    dependencies: classify
    schema: {desk: string!}
    context_scope: {observe: [classify.category, classify.id]}
`;

const FILES = {
  'prompt_store/triage.md': '# For people\n\n{prompt Classify}\n\n  Which desk?\n{end_prompt}\n',
  'schema/classification.yml': 'type: object\nproperties: {category: {enum: [a, b]}}\nrequired: [category]\n',
  'seed_data/desks.json': '["one", "two"]',
};

describe('loadWorkflow', () => {
  it('reads a workflow with everything it names', () => {
    const workflow = sound(TRIAGE, FILES);

    expect(workflow).to.deep.include({
      name: 'wf',
      description: 'Sort messages.',
      file: WORKFLOW_FILE,
      input: {folder: 'agent_workflow/wf/agent_io/staging'},
      outputDir: 'agent_workflow/wf/agent_io/target',
    });
    const [classify, route, summarise] = workflow.actions;
    expect(classify).to.deep.equal({
      kind: 'llm',
      name: 'classify',
      intent: 'Sort.',
      line: 14,
      dependencies: [],
      scope: {
        observe: [{namespace: 'source', path: ['message'], line: 19}],
        drop: [],
        passthrough: [{namespace: 'source', path: ['id'], line: 20}],
        seed: {desks: ['one', 'two']},
      },
      schema: {
        name: 'classification',
        json: {type: 'object', properties: {category: {enum: ['a', 'b']}}, required: ['category']},
        root: 'object',
      },
      runMode: 'batch',
      vendor: 'local',
      model: 'sample',
      keyEnv: 'ACME_KEY',
      baseUrl: 'https://gateway.example/v1',
      prompt: {name: '$triage.Classify', text: 'Which desk?', file: 'prompt_store/triage.md', line: 5},
      jsonMode: true,
      outputField: 'raw_response',
      parameters: {temperature: 0.2, maxTokens: 500, stop: ['END']},
      vendorOptions: {enable_prompt_caching: true, tier: 'flex'},
      retry: {maxAttempts: 4, onExhausted: 'raise'},
      reprompt: {maxAttempts: 2, onExhausted: 'return_last'},
    });
    expect(route).to.deep.equal({
      kind: 'tool',
      name: 'route',
      line: 30,
      dependencies: ['classify'],
      scope: {
        observe: [
          {namespace: 'classify', path: ['category'], line: 36},
          {namespace: 'classify', path: ['id'], line: 36},
        ],
        drop: [],
        passthrough: [],
        seed: {},
      },
      schema: {
        name: 'route',
        json: {type: 'object', properties: {desk: {type: 'string'}}, required: ['desk'], additionalProperties: false},
        root: 'object',
      },
      impl: 'route',
      file: 'tools/route.js',
      granularity: 'file',
    });
    expect(summarise).to.deep.include({
      name: 'summarise',
      line: 7,
      dependencies: ['route'],
      prompt: {name: 'inline', text: 'Sum up the day.\n\n{{ route.desk }}', file: WORKFLOW_FILE, line: 10},
      retry: {maxAttempts: 0, onExhausted: 'return_last'},
      reprompt: {maxAttempts: 0, onExhausted: 'return_last'},
      parameters: {temperature: 0.2},
    });
    expect(summarise?.scope.observe).to.deep.equal([{namespace: 'route', path: [], line: 7}]);
  });

  it('gives plain JSON, which survives being stored', () => {
    const workflow = sound(TRIAGE, FILES);
    expect(JSON.parse(JSON.stringify(workflow))).to.deep.equal(workflow);
    for (const action of workflow.actions) expect(Object.values(action)).to.not.include(undefined);
  });

  it('takes what is not written from the project, then from the workflow, then from the action', () => {
    const yaml = `name: wf
defaults: {model_name: b, temperature: 1, context_scope: {observe: [source.b, source.a]}}
actions:
  - name: one
    prompt: x
    schema: {a: string}
    temperature: 2
    context_scope: {observe: [source.c], drop: source.d}
  - {name: two, prompt: x, schema: {a: string}, temperature: null}
`;
    const settings = `default_agent_config:
  {model_vendor: acme, model_name: a, top_p: 0.5, temperature: 0, context_scope: {observe: [source.a]}}
`;
    const {actions} = sound(yaml, {'agent_actions.yml': settings});
    expect(actions[0]).to.deep.include({vendor: 'acme', model: 'b', parameters: {temperature: 2, topP: 0.5}});
    expect(actions[0]?.scope.observe.map(({path}) => path[0])).to.deep.equal(['a', 'b', 'c']);
    expect(actions[0]?.scope.drop.map(({path}) => path[0])).to.deep.equal(['d']);
    expect(actions[1]).to.deep.include({parameters: {topP: 0.5}, runMode: 'online'});
  });

  it('tells all problems at once, each with its file and line', () => {
    const yaml = `name: other
defaults:
  run_mod: batch
actions:
  - name: one
    prompt: $triage.Clasify
    schema: clasification
    temperature: hot
  - name: two
    kind: tool
    impl: rout
    dependencies: [won]
    hitl: {port: 1}
    context_scope: {observe: [one.x], obsrve: []}
`;
    const files = {
      ...FILES,
      'agent_actions.yml': 'default_agent_config: {model_name: m, constraints: x}\nschema_pth: s\n',
    };
    expect(wrong(yaml, files)).to.deep.equal([
      'agent_actions.yml:1 error: "constraints" is not supported here: a model is told what stands in those. | Put them into the prompt, or into the schema, which answers are held to.',
      'agent_actions.yml:2 warning: "schema_pth" is not a key of the project settings; it has no effect. | Did you mean "schema_path"?',
      '1 error: The workflow calls itself "other", but its file is agent_workflow/wf/agent_config/wf.yml. | Write name: wf',
      '3 warning: "run_mod" is not a key of defaults; it has no effect. | Did you mean "run_mode"?',
      '5 error: The action "one" has no model_vendor. | Write model_vendor: local under the action, under defaults:, or under default_agent_config: in agent_actions.yml.',
      '6 error: prompt_store/triage.md has no block {prompt Clasify}. | Did you mean "Classify"?',
      '7 error: There is no schema "clasification" in agent_workflow/wf/schema or schema. | Did you mean "classification"?',
      '8 error: "temperature" is the text "hot"; it should be a number from 0.',
      '11 error: There is no tool "rout" in tools/. | Write tools/rout.js with "export function rout(record) { … }", or tools/rout.py with "@udf_tool()" above "def rout(…):".',
      '12 error: "two" depends on "won", which is no action of this workflow. | There are: one.',
      '13 error: "port" is the number 1; it should be a whole number from 1024 to 65535.',
      '13 error: "hitl" is about what a person decides, but "two" is of kind tool. | Write kind: hitl, or remove hitl.',
      '14 error: "obsrve" is not a key of context_scope. | Did you mean "observe"?',
    ]);
  });

  it('tells what several actions inherit once', () => {
    const yaml = `name: wf
defaults: {model_vendor: lcal}
actions:
  - {name: a, prompt: x, schema: {a: string}}
  - {name: b, prompt: x, schema: {a: string}}
`;
    expect(wrong(yaml)).to.deep.equal(['2 error: No installed provider is named "lcal". | Did you mean "local"?']);
  });

  it('gives a workflow in spite of warnings', () => {
    const {workflow, problems} = load('name: wf\nname: wf\nactions: [{name: a, prompt: x, schema: {a: string}}]\n');
    expect(workflow).to.not.equal(undefined);
    expect(told(problems)).to.deep.equal([
      '2 warning: "name" is written a second time (first on line 1); the last one counts. | Remove one of the two.',
    ]);
  });

  it('reads a workflow that ends in .yaml', () => {
    using project = new TemporaryProject({
      'agent_workflow/wf/agent_config/wf.yaml': 'name: wf\nactions: [{name: a, prompt: x, schema: {a: string}}]\n',
    });
    expect(project.load().workflow?.file).to.equal('agent_workflow/wf/agent_config/wf.yaml');
  });

  it('says what a file is that is no workflow', () => {
    expect(wrong('')).to.deep.equal(['1 error: The workflow is empty; it should be a map.']);
    expect(wrong('- a\n')).to.deep.equal(['1 error: The workflow is a list; it should be a map.']);
    expect(wrong('name: wf\n')).to.deep.equal(['1 error: The workflow has no actions. | List them under actions:']);
    expect(wrong('name: wf\nactions: []\n')).to.deep.equal([
      '2 error: The workflow has no actions. | List them under actions:',
    ]);
    expect(wrong('actions: [{name: a, prompt: x, schema: {a: string}}]\n')).to.deep.equal([
      '1 error: The workflow has no name. | Write name: wf',
    ]);
  });

  it('stops at YAML that cannot be read, with the line and without the text', () => {
    const found = wrong('name: wf\napi_key: [sk-secret\n');
    expect(found).to.have.length(1);
    expect(found[0])
      .to.match(/^\d error: This is not valid YAML: /)
      .and.not.include('sk-');
  });
});
