import type {Part} from '@agac/provider';
import {expect} from 'chai';
import {call, caught, MODEL, partOf, World} from './world.js';

// What the conformance suite cannot know of, for it differs from vendor to vendor.
describe('the adapter for Anthropic', () => {
  let world: World;
  let vendor: World['vendor'];

  beforeEach(async () => {
    world = new World();
    vendor = world.vendor;
    await vendor.start();
  });

  afterEach(() => vendor.stop());

  describe('results', () => {
    it('are not ready while the batch has ended and its results are not there yet', async () => {
      const {receipt} = await world.send();
      await vendor.finish(receipt.id);
      vendor.fail({on: 'results', when: 'before', how: {status: 404}});
      expect(await caught(world.resultsOf(receipt))).to.include({code: 'not-ready', retry: 'later'});
      expect(await world.resultsOf(receipt)).to.have.length(3);
    });

    it('are not asked for before the end', async () => {
      const {receipt} = await world.send();
      expect((await caught(world.resultsOf(receipt))).message).to.match(/has not ended/);
      expect(vendor.seen().at(-1)?.on).to.equal('status');
    });

    it('are gone when the batch is archived', async () => {
      const {receipt} = await world.send();
      await vendor.finish(receipt.id);
      await vendor.lose(receipt.id);
      expect(await caught(world.resultsOf(receipt))).to.include({code: 'gone', retry: 'never'});
    });

    it('are proven whole by their number where nothing else tells', async () => {
      const {receipt} = await world.send();
      await vendor.finish(receipt.id);
      vendor.serve({framing: 'close'});
      expect(await world.resultsOf(receipt)).to.have.length(3);
      const cursors: string[] = [];
      for await (const {cursor = ''} of world.adapter().results(receipt, call)) cursors.push(cursor);
      vendor.cut(Number(cursors[1]?.split(':')[1])); // behind the second line
      expect(await caught(world.resultsOf(receipt))).to.include({code: 'truncated', retry: 'later'});
    });

    it('hold what Anthropic finds wrong with a request only when it comes to it', async () => {
      const part = partOf(2);
      const wrong: Part = {
        ...part,
        async *entries() {
          for await (const {id, body} of part.entries()) {
            yield {id, body: id === 'r1' ? {...body, model: 'gpt-4'} : body};
          }
        },
      };
      const {receipt} = await world.send(wrong);
      await vendor.finish(receipt.id);
      expect(await world.adapter().status(receipt, call)).to.deep.include({
        end: 'completed',
        counts: {total: 2, succeeded: 1, failed: 1},
      });
      const [, fault] = await world.resultsOf(receipt);
      expect(fault).to.deep.include({
        kind: 'fault',
        fault: {code: 'invalid_request_error', message: 'model: "gpt-4"', retry: 'never'},
      });
    });

    for (const model of ['claude-haiku-4-5', 'claude-opus-5-5', 'claude-opus-4-1', 'claude-3-haiku-20240307']) {
      it(`are JSON for a schema, as ${model} is made to give it`, async () => {
        const provider = world.adapter();
        const json = {type: 'object', properties: {title: {type: 'string', maxLength: 9}}, required: ['title']};
        const request = {
          model,
          messages: [{role: 'user' as const, text: 'Hi'}],
          parameters: {},
          schema: {name: 'a', json},
        };
        const {body} = provider.encode(request);
        const part: Part = {
          ...partOf(1),
          async *entries() {
            yield {id: 'r0', body};
          },
        };
        const {receipt} = await world.send(part, provider);
        await vendor.finish(receipt.id);
        const [batched] = await world.resultsOf(receipt);
        const online = await provider.complete!(request, call);
        for (const answer of [batched, online]) expect(answer).to.include({kind: 'answer', text: '{"title":"text"}'});
      });
    }
  });

  describe('a batch', () => {
    it('says when it would like to be asked again', async () => {
      const {receipt} = await world.send();
      expect((await world.adapter().status(receipt, call)).pollAfterMs).to.equal(10_000);
      await vendor.finish(receipt.id);
      expect(await world.adapter().status(receipt, call)).not.to.have.property('pollAfterMs');
    });

    it('is deleted when it has ended; one that runs is not cancelled for it', async () => {
      const {receipt} = await world.send();
      expect(await caught(world.adapter().discard!(receipt, call))).to.include({code: 'refused', retry: 'never'});
      await vendor.finish(receipt.id);
      await world.adapter().discard!(receipt, call);
      await world.adapter().discard!(receipt, call);
      expect(vendor.left().jobs).to.deep.equal([]);
      expect((await world.send()).receipt.id).not.to.equal(receipt.id);
    });

    it('is not asked for at the address that it names itself', async () => {
      const {receipt} = await world.send();
      await vendor.finish(receipt.id);
      const response = await fetch(`${vendor.url}/v1/messages/batches/${receipt.id}`, {
        headers: {'x-api-key': vendor.key, 'anthropic-version': '2023-06-01'},
      });
      expect(await response.json())
        .to.have.property('results_url')
        .that.matches(/^https:\/\/api\.anthropic\.com/);
      await world.resultsOf(receipt);
      expect(vendor.seen().at(-1)?.path).to.equal(`/v1/messages/batches/${receipt.id}/results`);
    });
  });

  describe('faults', () => {
    const details = {error_code: 'enforced_spend_limit_reached'};
    const spent = JSON.stringify({type: 'error', error: {type: 'rate_limit_error', message: 'No.', details}});
    const credit = 'Your credit balance is too low to access the Anthropic API.';
    for (const [how, code, retry, outcome] of [
      [{status: 402}, 'quota', 'never', 'refused'],
      [{status: 400, message: credit}, 'quota', 'never', 'refused'],
      [{status: 429, body: spent}, 'quota', 'never', 'refused'],
      [{status: 429}, 'rate-limited', 'later', 'refused'],
      [{status: 413}, 'refused', 'never', 'refused'],
      [{status: 529}, 'vendor-error', 'later', 'unknown'],
      [{status: 504}, 'vendor-error', 'later', 'unknown'],
    ] as const) {
      it(`of a create: ${JSON.stringify(how)} is ${code}, ${retry}`, async () => {
        vendor.fail({on: 'create', when: 'before', how});
        expect(await caught(world.send())).to.include({code, retry, outcome});
      });
    }

    it('of a request that is answered now: about it alone, or about the account', async () => {
      const request = {model: MODEL, messages: [{role: 'user' as const, text: 'Hi'}], parameters: {}};
      for (const status of [400, 413]) {
        vendor.fail({on: 'complete', when: 'before', how: {status, message: `No to ${vendor.key}.`}});
        const result = await world.adapter().complete!(request, call);
        if (result.kind !== 'fault') throw new Error(`it is ${result.kind}`);
        expect(result.fault).to.include({code: 'refused', retry: 'never'});
        expect(result.fault.message).to.include('No to ***.');
      }
      for (const [how, code, retry] of [
        [{status: 402}, 'quota', 'never'],
        [{status: 400, message: credit}, 'quota', 'never'],
        [{status: 404}, 'not-found', 'never'],
        [{status: 529}, 'vendor-error', 'later'],
      ] as const) {
        vendor.fail({on: 'complete', when: 'before', how});
        expect(await caught(world.adapter().complete!(request, call))).to.include({code, retry});
      }
    });
  });

  it('takes the base url with /v1 behind it, as other tools want it', async () => {
    await world.send(partOf(1), world.adapter({}, `${vendor.url}/v1`));
    await world.send(partOf(1), world.adapter({}, `${vendor.url}/v1/`));
    for (const {path} of vendor.seen()) expect(path).to.match(/^\/v1\/messages\/batches/);
  });

  it('sends the version that the user wants, and Anthropic refuses one that it does not have', async () => {
    const {message} = await caught(world.send(partOf(1), world.adapter({anthropic_version: '1999-01-01'})));
    expect(message).to.include('anthropic-version: 1999-01-01');
  });
});
