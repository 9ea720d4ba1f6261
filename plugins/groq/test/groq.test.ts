import {isFault, type JsonObject, type Provider} from '@agac/provider';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {fitGroq} from '../src/schema.js';
import {GroqVendor} from './vendor.js';

const call = {signal: new AbortController().signal, log: () => {}};
const SCHEMA = {name: 'card', json: {type: 'object', properties: {a: {type: 'string'}}, required: ['a']}};

// What the conformance suite cannot know of, for it differs from vendor to vendor.
describe('the adapter for Groq', () => {
  const vendor = new GroqVendor({auto: false});
  before(() => vendor.start());
  after(() => vendor.stop());

  const provider = (options: JsonObject = {}, baseUrl = vendor.url): Provider =>
    open({name: 'groq', baseUrl, key: () => vendor.key, spool: '', options});
  const asked = (model: string) =>
    provider().encode({model, messages: [{role: 'user', text: 'Hi'}], parameters: {}, schema: SCHEMA});

  it('takes the base URL with and without what Groq puts behind it', async () => {
    const {origin} = new URL(vendor.url);
    for (const baseUrl of [origin, `${origin}/`, vendor.url]) {
      await provider({}, baseUrl)
        .status({id: 'batch_none'}, call)
        .catch(() => {});
      expect(vendor.seen().at(-1)?.path).to.equal('/openai/v1/batches/batch_none');
    }
  });

  it('has a window from a day to a week', () => {
    expect(provider({completion_window: '7d'}).describe('m').windowHours).to.equal(168);
    for (const completion_window of ['12h', '8d', 'soon', 24]) {
      expect(() => provider({completion_window})).to.throw(/from 24h to 7d/);
    }
  });

  it('holds a model to a schema as firmly as it can be', () => {
    expect(asked('openai/gpt-oss-20b').body).to.have.nested.property('response_format.json_schema.strict', true);
    const wish = asked('meta-llama/llama-4-scout-17b-16e-instruct');
    expect(wish.body).to.have.nested.property('response_format.json_schema.strict', false);
    const told = asked('llama-3.1-8b-instant');
    expect(told.body['response_format']).to.deep.equal({type: 'json_object'});
    expect(JSON.stringify(told.body['messages'])).to.contain('JSON Schema');
    for (const {notes} of [wish, told]) expect(notes).to.have.length(1);
    expect(
      fitGroq({type: 'object', properties: {a: {type: 'string', pattern: 'x'}}}, 'openai/gpt-oss-120b').dropped,
    ).to.deep.equal(['`a`: pattern "x"']);
  });

  it('waits for capacity, and asks again what failed for its form alone', async () => {
    vendor.fail({on: 'status', when: 'before', how: {status: 498}});
    const caught = await provider()
      .status({id: 'batch_1'}, call)
      .catch((error: unknown) => error);
    expect(isFault(caught) && [caught.code, caught.retry]).to.deep.equal(['rate-limited', 'later']);
    const error = {message: 'No.', code: 'json_validate_failed'};
    const row = {custom_id: 'r1', response: {status_code: 400, body: {error}}, error: null};
    expect(provider().decode(JSON.stringify(row))).to.have.nested.property('fault.retry', 'same');
  });
});
