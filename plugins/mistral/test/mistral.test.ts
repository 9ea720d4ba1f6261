import {isFault, type JsonObject, type Part, type Provider} from '@agac/provider';
import {expect} from 'chai';
import {readStatus} from '../src/job.js';
import {open} from '../src/provider.js';
import {fitMistral} from '../src/schema.js';
import {MistralVendor} from './vendor.js';

const call = {signal: new AbortController().signal, log: () => {}};
const submitting = {...call, save: async () => {}};

// What the conformance suite cannot know of, for it differs from vendor to vendor.
describe('the adapter for Mistral', () => {
  const vendor = new MistralVendor({auto: false});
  before(() => vendor.start());
  after(() => vendor.stop());

  const provider = (options: JsonObject = {}): Provider =>
    open({name: 'mistral', baseUrl: vendor.url, key: () => vendor.key, spool: '', options});

  function partOf(count: number, text = 'Hi'): Part {
    const {body} = provider().encode({model: 'mistral-small-latest', messages: [{role: 'user', text}], parameters: {}});
    const entries = async function* () {
      for (let ordinal = 0; ordinal < count; ordinal += 1) yield {id: `r${ordinal}`, body};
    };
    return {key: `Kmistral${count}`, model: 'mistral-small-latest', lane: '/v1/chat/completions', count, entries};
  }

  const callsOf = async (act: () => Promise<unknown>) => {
    const before = vendor.seen().length;
    await act();
    return vendor
      .seen()
      .slice(before)
      .map(({on}) => on);
  };

  it('puts few and small requests into the create, and others into a file before it', async () => {
    expect(await callsOf(() => provider().submit(partOf(3), submitting))).to.deep.equal(['create']);
    expect(await callsOf(() => provider().submit(partOf(10_001), submitting))).to.deep.equal(['upload', 'create']);
    const large = partOf(3, 'x'.repeat(3_000_000));
    expect(await callsOf(() => provider().submit(large, submitting))).to.deep.equal(['upload', 'create']);
    expect(await callsOf(() => provider({inline: false}).submit(partOf(2), submitting))).to.deep.equal([
      'upload',
      'create',
    ]);
  });

  it('goes on with the file that an earlier attempt uploaded, though the part is small', async () => {
    const steps: JsonObject[] = [];
    const save = async (step: JsonObject) => void steps.push(step);
    vendor.fail({on: 'create', when: 'before', how: {status: 429}});
    await provider({inline: false})
      .submit(partOf(2), {...call, save})
      .catch(() => {});
    const again = () => provider().submit(partOf(2), {...submitting, step: steps.at(-1) ?? {}});
    expect(await callsOf(again)).to.deep.equal(['other', 'create']);
  });

  it('reads refusals in both of the shapes that Mistral writes', async () => {
    const said = async (status: number) => {
      vendor.fail({on: 'create', when: 'before', how: {status, message: 'Too much.'}});
      const caught = await provider()
        .submit(partOf(1), submitting)
        .catch((error: unknown) => error);
      return isFault(caught) ? [caught.code, caught.message, caught.outcome] : caught;
    };
    expect(await said(422)).to.deep.equal(['refused', 'Mistral answered 422: body: Too much.', 'refused']);
    expect(await said(400)).to.deep.equal(['refused', 'Mistral answered 400: Too much.', 'refused']);
  });

  it('sends the time-out that was asked for, and has it on the card', async () => {
    expect(provider({timeout_hours: 168}).describe('m').windowHours).to.equal(168);
    for (const timeout_hours of [0, 169, 1.5, 'long'])
      expect(() => provider({timeout_hours})).to.throw(/timeout_hours/);
  });

  it('names the seed as Mistral does, and no endpoint in a line', () => {
    const {body, bytes} = provider().encode({
      model: 'm',
      messages: [{role: 'user', text: 'Hi'}],
      parameters: {seed: 7, maxTokens: 9},
    });
    expect(body).to.include({random_seed: 7, max_tokens: 9});
    expect(bytes).to.equal(Buffer.byteLength(JSON.stringify({custom_id: 'i'.repeat(64), body})));
  });

  it('reads words in any case, and counts nothing of a job that has not begun', () => {
    const counts = {total_requests: 0, succeeded_requests: 0, failed_requests: 0};
    expect(readStatus({status: 'queued', ...counts})).to.deep.equal({phase: 'queued', word: 'queued'});
    const failed = {
      status: 'FAILED',
      errors: [{message: 'Bad line.', count: 4}],
      total_requests: 4,
      succeeded_requests: 0,
      failed_requests: 4,
    };
    expect(readStatus(failed)).to.include({end: 'failed', message: 'Bad line. (4 times)'});
  });

  const schemas: Readonly<Record<string, readonly [JsonObject, JsonObject, readonly string[]]>> = {
    'closes objects and leaves what may be missing': [
      {type: 'object', properties: {a: {type: 'string'}, b: {type: 'integer'}}, required: ['a']},
      {
        type: 'object',
        properties: {a: {type: 'string'}, b: {type: 'integer'}},
        required: ['a'],
        additionalProperties: false,
      },
      [],
    ],
    'puts bounds into words': [
      {type: 'object', properties: {a: {type: 'string', minLength: 2}}},
      {
        type: 'object',
        properties: {a: {type: 'string', description: 'Must keep to: minLength 2.'}},
        additionalProperties: false,
      },
      ['`a`: minLength 2'],
    ],
  };
  for (const [what, [schema, json, dropped]] of Object.entries(schemas)) {
    it(`${what} in a schema`, () => expect(fitMistral(schema)).to.deep.equal({json, strict: true, dropped}));
  }
});
