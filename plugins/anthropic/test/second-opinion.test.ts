import type {JsonObject} from '@agac/provider';
import Anthropic from '@anthropic-ai/sdk';
import {transformJSONSchema} from '@anthropic-ai/sdk/lib/transform-json-schema';
import type {MessageCreateParamsNonStreaming} from '@anthropic-ai/sdk/resources/messages/messages';
import {expect} from 'chai';
import {fitAnthropic} from '../src/schema.js';
import {call, MODEL, partOf, World} from './world.js';

const PARAMS: MessageCreateParamsNonStreaming = {
  model: MODEL,
  max_tokens: 64,
  messages: [{role: 'user', content: 'Hi'}],
};

describe("Anthropic's own client", () => {
  let world: World;
  let client: Anthropic;

  beforeEach(async () => {
    world = new World();
    await world.vendor.start();
    client = new Anthropic({apiKey: world.vendor.key, baseURL: world.vendor.url, maxRetries: 0, timeout: 5000});
  });

  afterEach(() => world.vendor.stop());

  function create(count = 2) {
    const requests = Array.from({length: count}, (_, ordinal) => ({custom_id: `r-${ordinal}_x`, params: PARAMS}));
    return client.messages.batches.create({requests});
  }

  it('takes the fake for Anthropic over a whole life: create, poll, results, delete', async () => {
    const {vendor} = world;
    vendor.answer(({id}) => [id === 'r-0_x' ? {kind: 'text', text: 'yes'} : {kind: 'fault', status: 529}]);
    const made = await create();
    expect(made).to.include({type: 'message_batch', processing_status: 'in_progress', ended_at: null});
    expect(made.request_counts).to.deep.equal({processing: 2, succeeded: 0, errored: 0, canceled: 0, expired: 0});
    await vendor.finish(made.id);
    const ended = await client.messages.batches.retrieve(made.id);
    expect(ended.processing_status).to.equal('ended');
    expect(ended.request_counts).to.deep.equal({processing: 0, succeeded: 1, errored: 1, canceled: 0, expired: 0});
    const results = [];
    for await (const result of await resultsOf(made.id)) results.push(result);
    const [yes, failed] = results.map(({result}) => result);
    if (yes?.type !== 'succeeded' || failed?.type !== 'errored') throw new Error(JSON.stringify(results));
    expect(yes.message.content.find(({type}) => type === 'text')).to.include({text: 'yes'});
    expect(failed.error.error.type).to.equal('overloaded_error');
    expect((await client.messages.batches.delete(made.id)).type).to.equal('message_batch_deleted');
  });

  it('cancels, and reads what was cancelled', async () => {
    const {id} = await create();
    await world.vendor.advance(id, 'running', {done: 1});
    expect((await client.messages.batches.cancel(id)).processing_status).to.equal('canceling');
    await world.vendor.advance(id, 'cancelled');
    const types: string[] = [];
    for await (const {result} of await resultsOf(id)) types.push(result.type);
    expect(types).to.deep.equal(['succeeded', 'canceled']);
  });

  it('pages through the list, newest first', async () => {
    const made: string[] = [];
    for (let number = 0; number < 5; number += 1) made.unshift((await create(1)).id);
    const listed: string[] = [];
    for await (const {id} of client.messages.batches.list({limit: 2})) listed.push(id);
    expect(listed).to.deep.equal(made);
  });

  it('knows the errors of the fake by their kind', async () => {
    const {batches} = client.messages;
    const stranger = client.withOptions({apiKey: 'another'}).messages.batches;
    const reason = (promised: Promise<unknown>) => promised.catch((error: unknown) => error);
    expect(await reason(batches.retrieve('msgbatch_none'))).to.be.instanceOf(Anthropic.NotFoundError);
    expect(await reason(batches.create({requests: []}))).to.be.instanceOf(Anthropic.BadRequestError);
    expect(await reason(stranger.retrieve('x'))).to.be.instanceOf(Anthropic.AuthenticationError);
  });

  it('reads what the adapter sent, and the adapter what the client did', async () => {
    const {receipt} = await world.send(partOf(3));
    expect(await client.messages.batches.retrieve(receipt.id)).to.deep.include({id: receipt.id});
    const {id} = await create(4);
    await world.vendor.finish(id);
    expect(await world.adapter().status({id}, call)).to.include({end: 'completed'});
    expect((await world.resultsOf({id})).map((result) => result.id)).to.include('r-3_x');
  });

  it('is answered at once where it asks for one message', async () => {
    world.vendor.answer(() => [{kind: 'text', text: 'four', usage: {inputTokens: 9, outputTokens: 1}}]);
    const message = await client.messages.create(PARAMS);
    expect(message.stop_reason).to.equal('end_turn');
    expect(message.usage.input_tokens).to.equal(9);
  });

  // It asks at the address that a batch names itself, as the adapter never does: so that address is made the fake's.
  async function resultsOf(id: string) {
    const asking = new Anthropic({
      apiKey: world.vendor.key,
      baseURL: world.vendor.url,
      maxRetries: 0,
      fetch: (url, init) => fetch(String(url).replace('https://api.anthropic.com', world.vendor.url), init),
    });
    return asking.messages.batches.results(id);
  }
});

describe("Anthropic's own rewriting of schemas", () => {
  const text = {type: 'string'};
  const schemas: readonly JsonObject[] = [
    {type: 'object', properties: {a: {type: 'string', minLength: 2, format: 'iban'}, b: {type: 'integer', maximum: 3}}},
    {
      type: 'object',
      properties: {a: {type: 'array', items: {oneOf: [text, {type: 'null'}]}, minItems: 4, maxItems: 9}},
    },
    {
      type: 'object',
      properties: {a: {$ref: '#/$defs/t', description: 'A thing.'}, b: {allOf: [text]}, c: {type: ['string', 'null']}},
      required: ['a'],
      $defs: {t: {type: 'object', title: 'T', properties: {d: {type: 'string', format: 'date'}}}},
    },
    {type: 'object', properties: {a: {enum: ['x', 'y', null], type: ['string', 'null']}, b: {const: 1}}},
  ];
  for (const schema of schemas) {
    it(`finds nothing left to change in ${JSON.stringify(Object.keys(Object(schema['properties'])))}`, () => {
      const {json, strict} = fitAnthropic(schema);
      expect(strict).to.equal(true);
      expect(transformJSONSchema(json as Parameters<typeof transformJSONSchema>[0])).to.deep.equal(json);
    });
  }
});
