import {isFault, type JsonObject, type ModelRequest} from '@agac/provider';
import {expect} from 'chai';
import {encodeRequest} from '../src/encode.js';
import {readOptions} from '../src/options.js';

const SCHEMA = {
  type: 'object',
  properties: {title: {type: 'string', maxLength: 9}},
  required: ['title'],
};
const FITTED = {
  type: 'object',
  properties: {title: {type: 'string', description: 'Must keep to: maxLength 9.'}},
  required: ['title'],
  additionalProperties: false,
};
const OPEN_SCHEMA = {type: 'object', properties: {any: {type: 'object'}}};
const ONE_HOUR = {type: 'ephemeral', ttl: '1h'};

describe('the encoding for Anthropic', () => {
  it('puts instructions before the conversation, and says how long an answer may be', () => {
    const {body, notes} = encode({
      messages: [
        {role: 'system', text: 'Be brief.'},
        {role: 'user', text: 'Hi'},
        {role: 'assistant', text: 'Ho'},
        {role: 'user', text: 'Again'},
        {role: 'system', text: '  '},
      ],
    });
    expect(body).to.deep.equal({
      model: 'claude-haiku-4-5',
      max_tokens: 4096,
      system: [{type: 'text', text: 'Be brief.'}],
      messages: [
        {role: 'user', content: 'Hi'},
        {role: 'assistant', content: 'Ho'},
        {role: 'user', content: 'Again'},
      ],
    });
    expect(notes).to.have.length(1);
    expect(notes[0]).to.match(/claude-haiku-4-5 end at 4096 tokens.*set max_tokens/);
  });

  it('gives models that think more room, and says nothing where the user said it', () => {
    expect(encode({model: 'claude-opus-5-5'}).body['max_tokens']).to.equal(16_384);
    for (const [request, options] of [
      [{parameters: {maxTokens: 77}}, {}],
      [{}, {max_tokens: 77}],
    ] as const) {
      const {body, notes} = encode(request, options);
      expect(body['max_tokens']).to.equal(77);
      expect(notes).to.deep.equal([]);
    }
  });

  describe('the parameters', () => {
    const parameters = {temperature: 0.5, topP: 0.9, maxTokens: 5, stop: ['END']};

    it('are both samplers for old models, one for those from 4.1 on, and none from 4.7 on', () => {
      expect(encode({model: 'claude-3-haiku-20240307', parameters}).body).to.include({temperature: 0.5, top_p: 0.9});
      const {body, notes} = encode({model: 'claude-sonnet-4-6', parameters});
      expect(body).to.include({temperature: 0.5}).and.not.to.have.property('top_p');
      expect(notes.join()).to.match(/temperature or top_p, not both/);
      for (const model of ['claude-opus-4-7', 'claude-sonnet-5', 'claude-mythos-preview']) {
        expect(refusal({model, parameters})).to.match(/takes no temperature/);
      }
      expect(encode({parameters: {topP: 0.9}}).body).to.include({top_p: 0.9});
      expect(encode({parameters}).body['stop_sequences']).to.deep.equal(['END']);
    });

    it('are fewer by a newer version of the API', () => {
      expect(thrown(() => encode({parameters}, {anthropic_version: '2026-10-21'}))).to.match(/takes no temperature/);
    });

    it('are refused where their values are', () => {
      expect(refusal({parameters: {temperature: 1.5}})).to.match(/from 0 to 1; 1.5 is more/);
      expect(refusal({parameters: {stop: ['\n']}})).to.match(/no stop that is blank/);
      expect(refusal({parameters: {seed: 7}})).to.match(/takes no seed/);
    });
  });

  describe('a schema', () => {
    const schema = {name: 'page', json: SCHEMA};

    it('is an output format, beside what else the user says there', () => {
      const {body, notes} = encode({schema}, {output_config: {effort: 'low', format: 'mine'}});
      expect(body['output_config']).to.deep.equal({effort: 'low', format: {type: 'json_schema', schema: FITTED}});
      expect(notes.join()).to.match(/does not enforce `title`: maxLength 9; it is checked when the answer is here/);
    });

    it('is the input of a tool that must be used for models without one, as it was written', () => {
      const {body, notes} = encode(
        {schema, model: 'claude-opus-4-1'},
        {thinking: {type: 'enabled', budget_tokens: 1024}, tools: [], tool_choice: {type: 'auto'}, top_k: 3},
      );
      const [tool] = body['tools'] as readonly JsonObject[];
      expect(tool?.['input_schema']).to.deep.equal(SCHEMA);
      expect(body['tool_choice']).to.deep.equal({type: 'tool', name: tool?.['name']});
      expect(body).to.include({top_k: 3}).and.not.to.have.any.keys('thinking', 'output_config');
      for (const name of ['thinking', 'tools', 'tool_choice']) {
        expect(notes.join()).to.include(`The option ${name} is left out`);
      }
    });

    it('is shown to the model where it cannot be enforced as it is', () => {
      const open = {name: 'page', json: OPEN_SCHEMA};
      const {body, notes} = encode({schema: open, messages: [{role: 'system', text: 'Be brief.'}]});
      expect(body).not.to.have.any.keys('output_config', 'tools');
      const [first, second] = body['system'] as readonly JsonObject[];
      expect(first?.['text']).to.equal('Be brief.');
      expect(second?.['text']).to.include(JSON.stringify(OPEN_SCHEMA));
      expect(notes.join()).to.match(/`any` may have fields of any name/);
      const choice = {name: 'page', json: {anyOf: [SCHEMA]}};
      expect(encode({schema: choice, model: 'claude-3-haiku-20240307'}).body).not.to.have.any.keys('tools');
    });
  });

  describe('the options', () => {
    it('mark the last of the instructions to be read from a cache', () => {
      const messages = ['One.', 'Two.'].map((text) => ({role: 'system' as const, text}));
      for (const name of ['enable_prompt_caching', 'enable_caching']) {
        expect(encode({messages}, {[name]: true}).body['system']).to.deep.equal([
          {type: 'text', text: 'One.'},
          {type: 'text', text: 'Two.', cache_control: ONE_HOUR},
        ]);
      }
      expect(JSON.stringify(encode({messages}, {enable_caching: false}))).not.to.include('cache_control');
      expect(encode({}, {enable_caching: true}).notes.join()).to.match(/no instructions/);
    });

    it('are headers, or fields of each body, or left out with a word', () => {
      const {headers} = readOptions({
        anthropic_version: '2024-01-01',
        anthropic_beta: ['a', 'b'],
        workspace_id: 'wrkspc_1',
      });
      expect(headers).to.deep.equal({
        'anthropic-version': '2024-01-01',
        'anthropic-beta': 'a,b',
        'anthropic-workspace-id': 'wrkspc_1',
      });
      expect(readOptions({}).headers).to.deep.equal({'anthropic-version': '2023-06-01'});
      const {body, notes} = encode(
        {},
        {metadata: {user_id: 'u'}, stream: true, speed: 'fast', settleMs: 5, limits: {}},
      );
      expect(body).to.have.all.keys('model', 'max_tokens', 'messages', 'metadata');
      for (const name of ['stream', 'speed']) expect(notes.join()).to.include(`The option ${name} is left out`);
    });

    it('are refused where they are not what they have to be', () => {
      for (const options of [{anthropic_version: 2023}, {enable_caching: 'yes'}, {workspace_id: ''}]) {
        expect(thrown(() => readOptions(options))).to.match(/^The option /);
      }
    });
  });
});

function encode(request: Partial<ModelRequest>, options: JsonObject = {}) {
  const messages = [{role: 'user' as const, text: 'Hi'}];
  return encodeRequest({model: 'claude-haiku-4-5', messages, parameters: {}, ...request}, readOptions(options));
}

function refusal(request: Partial<ModelRequest>): string {
  return thrown(() => encode(request));
}

/** The message of the fault `unsupported`. */
function thrown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isFault(error) && error.code === 'unsupported' && error.retry === 'never') return error.message;
    throw error;
  }
  return 'nothing was thrown';
}
