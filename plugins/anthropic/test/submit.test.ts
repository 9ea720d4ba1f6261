import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {call, caught, MODEL, partOf, World} from './world.js';

describe('a part for Anthropic', () => {
  let world: World;
  let vendor: World['vendor'];

  beforeEach(async () => {
    world = new World();
    vendor = world.vendor;
    await vendor.start();
  });

  afterEach(() => vendor.stop());

  /** A part whose create went wrong with its answer lost, and the step that was saved before it. */
  async function lose(part = partOf(3), when: 'before' | 'after' = 'before') {
    const steps: JsonObject[] = [];
    vendor.fail({on: 'create', when, how: 'reset'});
    const submitted = world.adapter().submit(part, {...call, save: async (step) => void steps.push(step)});
    expect((await caught(submitted)).outcome).to.equal('unknown');
    return {key: part.key, model: MODEL, count: part.count, step: steps[0]!, taken: []};
  }

  describe('submitting', () => {
    it('saves the newest batch there was, how many requests there will be, and when, before the create', async () => {
      const {receipt, steps} = await world.send();
      const next = await world.send(partOf(2));
      expect(steps).to.have.length(1);
      expect(steps[0]).to.include({highWater: null, count: 3});
      expect(next.steps[0]).to.include({highWater: receipt.id, count: 2});
      expect(Math.abs(Number(steps[0]?.['at']) - Date.now())).to.be.below(60_000);
      expect(vendor.seen().map(({on}) => on)).to.deep.equal(['list', 'create', 'list', 'create']);
    });

    it('takes a new mark with each attempt, whatever the step of the one before', async () => {
      const part = partOf(3);
      const {step} = await lose(part);
      const other = vendor.plant('', 3);
      const steps: JsonObject[] = [];
      await world.adapter().submit(part, {...call, step, save: async (saved) => void steps.push(saved)});
      expect(steps[0]).to.include({highWater: other});
    });

    it('sends no create when the newest batch cannot be told', async () => {
      for (const how of [{status: 500}, {status: 200, body: '{"data":[{"id":7}]}'}, {status: 200, body: '{}'}]) {
        vendor.fail({on: 'list', when: 'before', how});
        const failed = await caught(world.send());
        expect([failed.retry, failed.outcome]).to.deep.equal(['later', 'not-sent']);
      }
      expect(vendor.seen().filter(({on}) => on === 'create')).to.have.length(0);
    });

    it('announces how long the body is, to the byte', async () => {
      const part = partOf(5);
      await world.send(part);
      const lines: string[] = [];
      for await (const {id, body} of part.entries()) lines.push(JSON.stringify({custom_id: id, params: body}));
      const body = `{"requests":[${lines.join(',')}]}`;
      expect(vendor.seen().at(-1)?.bytes).to.equal(Buffer.byteLength(body));
    });

    it('fills a body of 256 MB and not one byte more', () => {
      const {bytes = 0} = world.adapter().describe(MODEL).limits;
      // Each line is counted with a newline; the last one has no comma.
      expect('{"requests":['.length + bytes - 1 + ']}'.length).to.equal(256_000_000);
    });
  });

  describe('looking for a lost batch', () => {
    it('asks nothing where no mark was saved', async () => {
      const {step: _, ...lost} = await lose();
      const asked = vendor.seen().length;
      expect(await world.adapter().find?.(lost, call)).to.equal(undefined);
      expect(vendor.seen()).to.have.length(asked);
    });

    it('finds the one that is newer and as large; others are not it', async () => {
      vendor.plant('', 3);
      const lost = await lose(partOf(3), 'after');
      const right = vendor.left().jobs[0]?.id;
      for (const count of [2, 4]) vendor.plant('', count);
      expect(await world.adapter().find?.(lost, call)).to.deep.equal({id: right});
    });

    it('finds none where only older ones are as large', async () => {
      vendor.plant('', 3);
      expect(await world.adapter().find?.(await lose(), call)).to.equal(undefined);
    });

    it('names all where several may be it', async () => {
      const lost = await lose();
      const ids = [vendor.plant('', 3), vendor.plant('', 3)];
      const fault = await caught(world.adapter().find!(lost, call));
      expect([fault.code, fault.retry]).to.deep.equal(['ambiguous', 'never']);
      for (const id of ids) expect(fault.message).to.include(id);
    });

    it('concludes nothing from a list without its mark, as that of another workspace is', async () => {
      const mark = await world.send(partOf(1));
      const lost = await lose();
      await vendor.finish(mark.receipt.id);
      await world.adapter().discard?.(mark.receipt, call);
      const none = await caught(world.adapter().find!(lost, call));
      expect(none.code).to.equal('ambiguous');
      expect(none.message).to.include(mark.receipt.id);
      const id = vendor.plant('', 3);
      expect((await caught(world.adapter().find!(lost, call))).message).to.include(`may be ${id}`);
    });

    it('does not look at batches from long before the mark, where there was none', async () => {
      const lost = await lose();
      vendor.plant('', 3);
      const step = {...lost.step, at: Date.now() + 3_600_000};
      expect(await world.adapter().find?.({...lost, step}, call)).to.equal(undefined);
    });

    it('takes an answer that is no list, or tells no counts, for a fault and not for an empty list', async () => {
      const lost = await lose();
      for (const body of [
        '{}',
        '{"data": null}',
        '{"data": [{"id": "msgbatch_1"}]}',
        '{"data": [{"type": "message_batch"}]}',
        '{"data": [], "has_more": true}',
      ]) {
        vendor.fail({on: 'list', when: 'before', how: {status: 200, body}});
        const fault = await caught(world.adapter().find!(lost, call));
        expect([fault.code, fault.retry], body).to.deep.equal(['vendor-error', 'later']);
      }
    });

    it('does not read the same page for ever', async () => {
      const lost = await lose();
      const counts = {processing: 1, succeeded: 0, errored: 0, canceled: 0, expired: 0};
      const body = JSON.stringify({data: [{id: 'msgbatch_x', request_counts: counts}], has_more: true});
      vendor.fail({on: 'list', when: 'before', how: {status: 200, body}, times: 5});
      expect((await caught(world.adapter().find!(lost, call))).message).to.match(/the same page/);
    });
  });
});
