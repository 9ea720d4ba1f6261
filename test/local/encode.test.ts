import {expect} from 'chai';
import {Bench, request, thrownBy} from './support.js';

const SERVER = {baseUrl: 'http://127.0.0.1:8000/v1'};

describe('local/encode', () => {
  const bench = new Bench();
  after(() => bench.clear());

  it('says all of a request in the words of chat completions', () => {
    const encoded = bench.provider(SERVER).encode({
      model: 'm',
      messages: [
        {role: 'system', text: 'Be brief.'},
        {role: 'user', text: 'Why?'},
      ],
      schema: {name: 'my answer!', json: {type: 'object'}},
      parameters: {
        temperature: 0,
        maxTokens: 5,
        topP: 0.5,
        stop: ['x'],
        seed: 1,
        presencePenalty: 1,
        frequencyPenalty: 2,
      },
    });
    expect(encoded.body).to.deep.equal({
      model: 'm',
      messages: [
        {role: 'system', content: 'Be brief.'},
        {role: 'user', content: 'Why?'},
      ],
      response_format: {type: 'json_schema', json_schema: {name: 'my_answer_', schema: {type: 'object'}, strict: true}},
      temperature: 0,
      max_tokens: 5,
      top_p: 0.5,
      stop: ['x'],
      seed: 1,
      presence_penalty: 1,
      frequency_penalty: 2,
    });
    expect(encoded.notes).to.deep.equal([]);
  });

  it('passes options on to a server, but for those that are not its own to set', () => {
    const options = {top_k: 3, concurrency: 8, stream: true, messages: []};
    const {body, notes} = bench.provider({...SERVER, options}).encode(request('?', {model: 'm'}));
    expect(body).to.deep.equal({top_k: 3, model: 'm', messages: [{role: 'user', content: '?'}]});
    expect(notes.join()).to.match(/stream.*messages/);
  });

  it('notes an option that the sample engine does not have', () => {
    const {body, notes} = bench.provider({options: {fial: 0.5, fail: 0.1}}).encode(request('?'));
    expect(body).to.have.all.keys('model', 'messages');
    expect(notes).to.have.length(1);
    expect(notes[0]).to.include('fial');
  });

  it('needs an address for any model but sample, and says so', () => {
    const error = thrownBy(() => bench.provider().encode(request('?', {model: 'llama3'})));
    expect(error).to.include({code: 'unsupported', retry: 'never'});
    expect(error.hint).to.include('base_url');
    expect(() => bench.provider({name: 'ollama'}).encode(request('?', {model: 'llama3'}))).to.not.throw();
  });

  it('refuses options and addresses that make no sense', () => {
    for (const concurrency of [0, 65, 1.5, '4']) {
      expect(thrownBy(() => bench.provider({options: {concurrency}}).encode(request('?'))).message).to.include(
        'concurrency',
      );
    }
    const secret = {baseUrl: 'http://user:hunter22@host/v1'};
    expect(thrownBy(() => bench.provider(secret).encode(request('?', {model: 'm'}))).message).to.not.include('hunter');
  });

  it('knows what is made up', () => {
    expect(bench.provider().describe('sample')).to.include({simulated: true, schema: 'strict', partialResults: true});
    expect(bench.provider().describe('m')).to.include({schema: 'hint'}).and.to.not.have.property('simulated');
    expect(bench.provider({name: 'ollama'}).describe('sample')).to.not.have.property('simulated');
  });
});
