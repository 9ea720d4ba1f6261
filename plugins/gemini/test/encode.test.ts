import {isFault, type JsonObject, type ModelRequest} from '@agac/provider';
import {expect} from 'chai';
import {encodeRequest} from '../src/encode.js';
import {describeModel} from '../src/models.js';
import {readOptions} from '../src/options.js';

const REQUEST: ModelRequest = {
  model: 'gemini-2.5-flash',
  messages: [{role: 'user', text: 'Hi'}],
  parameters: {},
};

describe("a request in Gemini's words", () => {
  const encode = (request: Partial<ModelRequest> = {}, options: JsonObject = {}) =>
    encodeRequest({...REQUEST, ...request}, readOptions(options));

  it('has its messages as contents, those of the assistant from the model, and those of the system apart', () => {
    const {body} = encode({
      messages: [
        {role: 'system', text: 'Be brief.'},
        {role: 'user', text: 'Hi'},
        {role: 'assistant', text: 'Hello'},
        {role: 'user', text: 'Go on'},
        {role: 'system', text: 'In French.'},
      ],
    });
    expect(body).to.deep.equal({
      contents: [
        {role: 'user', parts: [{text: 'Hi'}]},
        {role: 'model', parts: [{text: 'Hello'}]},
        {role: 'user', parts: [{text: 'Go on'}]},
      ],
      systemInstruction: {parts: [{text: 'Be brief.'}, {text: 'In French.'}]},
    });
  });

  it('does not name its model, nor whose it is', () => {
    expect(Object.keys(encode().body)).to.deep.equal(['contents']);
  });

  it('has parameters and schema in its generationConfig', () => {
    const {body, notes} = encode({
      model: 'gemini-2.0-flash',
      schema: {name: 'film', json: {type: 'object', properties: {name: {type: 'string', minLength: 1}}}},
      parameters: {
        temperature: 0,
        maxTokens: 9,
        topP: 0.5,
        stop: ['.'],
        seed: 7,
        presencePenalty: 1,
        frequencyPenalty: 2,
      },
    });
    expect(body['generationConfig']).to.deep.equal({
      temperature: 0,
      maxOutputTokens: 9,
      topP: 0.5,
      stopSequences: ['.'],
      seed: 7,
      presencePenalty: 1,
      frequencyPenalty: 2,
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        properties: {name: {type: 'string', description: 'Must keep to: minLength 1.'}},
      },
    });
    expect(notes).to.deep.equal([
      'Gemini does not enforce `name`: minLength 1; it is checked when the answer is here.',
    ]);
  });

  it('is refused where the model takes no penalties, or no schema, or has nothing to answer', () => {
    const refused = (request: Partial<ModelRequest>) => {
      try {
        return encode(request);
      } catch (error) {
        return isFault(error) && `${error.code}: ${error.message}`;
      }
    };
    expect(refused({parameters: {presencePenalty: 1}})).to.equal(
      'unsupported: gemini-2.5-flash takes no presencePenalty.',
    );
    expect(refused({model: 'gemma-3-27b-it', schema: {name: 'a', json: {}}})).to.match(/^unsupported: .* no schema/);
    expect(refused({messages: [{role: 'system', text: 'Be brief.'}]})).to.match(/^unsupported: .*system message alone/);
  });

  it('takes the longer of the two forms that it may have, or that of a file', () => {
    const file = encode({}, {inline: false}).bytes;
    expect(file).to.equal(Buffer.byteLength(JSON.stringify({key: 'i'.repeat(64), request: encode().body})));
    expect(encode().bytes - file).to.equal('"metadata":{}'.length);
  });

  it("passes the user's fields on, in either spelling, but for what agac says itself", () => {
    const options = {
      inline: true,
      settleMs: 5,
      limits: {requests: 3},
      safety_settings: [{category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE'}],
      system_instruction: 'Be rude.',
      contents: 'hijacked',
      enable_prompt_caching: true,
      generation_config: {
        thinking_config: {thinkingBudget: 0},
        max_output_tokens: 100,
        temperature: 1,
        candidateCount: 2,
        response_schema: {},
      },
    };
    const {body, notes} = encode({parameters: {maxTokens: 9}}, options);
    expect(body).to.deep.equal({
      safetySettings: [{category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE'}],
      contents: [{role: 'user', parts: [{text: 'Hi'}]}],
      generationConfig: {thinkingConfig: {thinkingBudget: 0}, maxOutputTokens: 9, temperature: 1},
    });
    expect(notes).to.deep.equal([
      'The option system_instruction is left out: agac says that itself.',
      'The option contents is left out: agac says that itself.',
      'The option enable_prompt_caching is left out: prompts are cached without being asked to, from Gemini 2.5 on.',
      'The option candidateCount is left out: one answer is read for each record.',
      'The option response_schema is left out: agac says that itself.',
    ]);
  });

  it('cannot be made with an inline that is no yes or no', () => {
    expect(() => readOptions({inline: 'no'})).to.throw(/inline is "no", neither true nor false/);
  });
});

describe("a model's card", () => {
  it('is found with and without what Google puts before the name', () => {
    const {model, listed, parameters} = describeModel('models/gemini-2.0-flash');
    expect({model, listed}).to.deep.equal({
      model: 'models/gemini-2.0-flash',
      listed: {provider: 'google', model: 'gemini-2.0-flash'},
    });
    expect(parameters).to.include('presencePenalty');
    expect(describeModel('gemini-3-pro-preview').parameters).not.to.include('presencePenalty');
  });
});
