import {isFault, type JsonObject, type ModelRequest} from '@agac/provider';
import {expect} from 'chai';
import {open} from '../src/provider.js';

const provider = (options: JsonObject = {}) => open({name: 'openai', key: () => 'unused', spool: '', options});

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'gpt-4.1-mini',
  messages: [
    {role: 'system', text: 'Be brief.'},
    {role: 'user', text: 'Hi'},
  ],
  parameters: {},
  ...more,
});

const SCHEMA = {name: 'my card!', json: {type: 'object', properties: {a: {type: 'string'}}, required: ['a']}};

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isFault(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing';
}

describe('requests to OpenAI', () => {
  it('name the longest answer as reasoning models know it too', () => {
    const {body} = provider().encode(request({parameters: {maxTokens: 9, stop: ['x'], seed: 4}}));
    expect(body).to.deep.equal({
      model: 'gpt-4.1-mini',
      messages: [
        {role: 'system', content: 'Be brief.'},
        {role: 'user', content: 'Hi'},
      ],
      max_completion_tokens: 9,
      stop: ['x'],
      seed: 4,
    });
  });

  it('ask for a schema by a name that OpenAI takes', () => {
    const {body, lane} = provider().encode(request({schema: SCHEMA}));
    expect(lane).to.equal('/v1/chat/completions');
    expect(body).to.have.nested.property('response_format.json_schema.name', 'my_card_');
    expect(body).to.have.nested.property('response_format.json_schema.strict', true);
  });

  it('go to the Responses API where the project says so', () => {
    const {body, lane} = provider({endpoint: 'responses'}).encode(
      request({schema: SCHEMA, parameters: {maxTokens: 9}}),
    );
    expect(lane).to.equal('/v1/responses');
    expect(body).to.include({max_output_tokens: 9, store: false});
    expect(body).to.have.nested.property('text.format.schema.additionalProperties', false);
    expect(refusal(() => provider({endpoint: 'responses'}).encode(request({parameters: {seed: 1}})))).to.contain(
      'seed',
    );
    expect(refusal(() => provider({endpoint: 'assistants'}))).to.contain(
      'unsupported: There is no endpoint "assistants"',
    );
  });

  it('are refused where the model takes no sampling or no schema', () => {
    for (const model of ['o4-mini', 'gpt-5', 'gpt-5-nano-2025-08-07']) {
      expect(refusal(() => provider().encode(request({model, parameters: {temperature: 0}})))).to.contain(
        'temperature',
      );
    }
    expect(refusal(() => provider().encode(request({model: 'gpt-5.2', parameters: {temperature: 0}})))).to.equal(
      'nothing',
    );
    expect(refusal(() => provider().encode(request({model: 'gpt-3.5-turbo', schema: SCHEMA})))).to.contain('schema');
  });

  it("carry the user's own fields, but for those that mean nothing here, which is said", () => {
    const options = {reasoning_effort: 'low', enable_prompt_caching: true, stream: true, n: 4};
    const {body, notes} = provider(options).encode(request());
    expect(body).to.include({reasoning_effort: 'low'});
    expect(body).not.to.have.any.keys('stream', 'n', 'enable_prompt_caching');
    expect(notes.join()).to.contain('enable_prompt_caching is left out');
  });
});
