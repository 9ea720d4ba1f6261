import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {OpenAiVendor} from '../../plugins/openai/test/vendor.js';
import {OldProject, WF} from './project.js';

const SETTINGS = `project_name: old
schema_path: schema
default_agent_config:
  api_key: OPENAI_API_KEY
  model_vendor: openai
  model_name: gpt-4.1-mini
  run_mode: batch
  temperature: 0.9
  context_scope: {observe: [source.text]}
`;

/** What an object of these fields, and no others, is asked for as. */
const closed = (properties: JsonObject, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

describe('what a project in the older format sends to OpenAI', function () {
  this.timeout(60_000);
  let vendor: OpenAiVendor;
  let project: OldProject;
  /** By id, as a job may be looked at more than once. */
  let asked: Map<string, JsonObject>;

  const open = async (workflow: string, files: Readonly<Record<string, string>> = {}) => {
    project = new OldProject({'agent_actions.yml': SETTINGS, [WF]: workflow, ...files});
    project.sandbox.linkOpenAi(vendor.url, vendor.key);
  };
  beforeEach(async () => {
    vendor = new OpenAiVendor();
    await vendor.start();
    asked = new Map();
    vendor.answer(({id, body}) => {
      asked.set(id, body);
      return [{kind: 'text', text: '{"answer": "yes"}'}];
    });
  });
  afterEach(async () => {
    await vendor.stop();
    project.remove();
  });
  const bodies = () => [...asked.values()];
  const schemaOf = (body: JsonObject) =>
    (body['response_format'] as {json_schema: {schema: unknown}}).json_schema.schema;

  it('holds every key that says how a model is to answer, the action before defaults before the project', async () => {
    await open(`name: wf
description: d
version: "1.0"
defaults: {top_p: 0.5, max_tokens: 99}
actions:
  - name: ask
    intent: i
    prompt: Answer.
    schema: {answer: string!}
    max_tokens: 50
    stop: [END, STOP]
    seed: 7
    presence_penalty: 0.1
    frequency_penalty: 0.2
    vendor_options: {user: me}
    enable_prompt_caching: true
    enable_caching: true
    anthropic_version: "2023-06-01"
    strict_schema: true
`);
    await project.run();
    expect(bodies()).to.have.length(2);
    expect(bodies()[0]).to.deep.include({
      model: 'gpt-4.1-mini',
      temperature: 0.9,
      top_p: 0.5,
      stop: ['END', 'STOP'],
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      user: 'me',
    });
    expect(bodies()[0]!['max_completion_tokens']).to.equal(50);
    expect(bodies()[0]).to.not.have.any.keys('enable_prompt_caching', 'enable_caching', 'anthropic_version');
    expect((await project.problems()).map((problem) => /option (\w+) is left out/.exec(problem)?.[1])).to.deep.equal([
      'enable_prompt_caching',
      'enable_caching',
      'anthropic_version',
    ]);
    expect(project.outputs('ask')).to.deep.equal([{answer: 'yes'}, {answer: 'yes'}]);
  });

  it('holds every form of schema, with all that it demands', async () => {
    const forms = ['unified', 'list_of_maps', 'short', 'draft', 'inline'];
    await open(
      `name: wf
description: d
actions:
${forms.map((form) => `  - {name: ${form}, intent: i, prompt: p, schema: ${form === 'inline' ? '{answer: string!}' : form}}`).join('\n')}
`,
      {
        'agent_workflow/wf/agent_io/staging/in.json': '[{"text": "one"}]',
        'schema/unified.yml': `name: unified
description: d
fields:
  - {id: answer, type: string, description: What, pattern: "^y", required: true}
  - {name: mood, type: string, enum: [up, down]}
  - {id: tags, type: array, items: {type: string}, minItems: 1, maxItems: 3}
required: [mood, tags]
`,
        'schema/list_of_maps.json': '[{"id": "answer", "type": "string", "required": true}]',
        'schema/short.yml':
          "answer: string!\nscore: number!\nsteps: \"array[object:{'do': 'string!', 'n': 'integer!'}]!\"\nwords: array!\n",
        'schema/draft.json': JSON.stringify({
          type: 'object',
          properties: {
            answer: {type: 'string'},
            at: {
              type: 'object',
              properties: {x: {type: 'number', minimum: 1}},
              required: ['x'],
              additionalProperties: false,
            },
          },
          required: ['answer', 'at'],
          additionalProperties: false,
        }),
      },
    );
    await project.sandbox.agac(['run', '-a', 'wf', '--wait']);
    const text = {type: 'string'};
    expect(bodies().map(schemaOf)).to.deep.equal([
      {
        description: 'd',
        ...closed({
          answer: {...text, description: 'What', pattern: '^y'},
          mood: {...text, enum: ['up', 'down']},
          tags: {type: 'array', items: text, minItems: 1, maxItems: 3},
        }),
      },
      closed({answer: text}),
      closed({
        answer: text,
        score: {type: 'number'},
        steps: {type: 'array', items: closed({do: text, n: {type: 'integer'}})},
        words: {type: 'array', items: text},
      }),
      closed({answer: text, at: closed({x: {type: 'number', minimum: 1}})}),
      closed({answer: text}),
    ]);
  });

  it('is asked again where on_schema_mismatch or reprompt say so, and text is taken as it comes', async () => {
    vendor.answer(({id, body}) => {
      asked.set(id, body);
      const isAgain = JSON.stringify(body['messages']).includes('nonsense');
      return [
        {kind: 'text', text: isAgain || body['response_format'] === undefined ? '{"answer": "at last"}' : 'nonsense'},
      ];
    });
    await open(`name: wf
description: d
actions:
  - {name: ask, intent: i, prompt: p, schema: {answer: string!}, on_schema_mismatch: reprompt}
  - {name: text, intent: i, prompt: p, json_mode: false, output_field: said}
`);
    await project.run();
    expect(project.outputs('ask')).to.deep.equal([{answer: 'at last'}, {answer: 'at last'}]);
    expect(project.outputs('text')).to.deep.equal([{said: '{"answer": "at last"}'}, {said: '{"answer": "at last"}'}]);
    expect(bodies()).to.have.length(6);
  });
});
