import {expect} from 'chai';
import {call, idsIn, rejection, submitted, Workbench} from './workbench.js';

describe('the results of Gemini', () => {
  const bench = new Workbench();

  for (const inline of [true, false]) {
    const kind = inline ? 'an inline job' : 'a job of a file';

    it(`of ${kind} are read with nothing but its id, short or long`, async () => {
      const provider = bench.opened({inline});
      const {receipt} = await submitted(provider);
      await bench.gemini.finish(receipt.id);
      for (const id of [receipt.id, receipt.id.replace('batches/', '')]) {
        expect((await provider.status({id}, call)).end).to.equal('completed');
        expect(await idsIn(provider, {id})).to.deep.equal(['r0', 'r1', 'r2']);
      }
    });

    it(`of ${kind} that expired are none, and that is no fault`, async () => {
      const provider = bench.opened({inline});
      const {receipt} = await submitted(provider);
      await bench.gemini.advance(receipt.id, 'expired', {done: 2});
      const {end, message} = await provider.status(receipt, call);
      expect({end, message}).to.deep.equal({end: 'expired', message: 'The batch has expired.'});
      expect(await idsIn(provider, receipt)).to.deep.equal([]);
    });

    it(`of ${kind} are not taken for whole when nobody says where they end and they break off`, async () => {
      const provider = bench.opened({inline});
      const {receipt} = await submitted(provider);
      await bench.gemini.finish(receipt.id);
      bench.gemini.serve({framing: 'close'});
      expect(await idsIn(provider, receipt)).to.deep.equal(['r0', 'r1', 'r2']);
      bench.gemini.cut(900);
      expect(await rejection(idsIn(provider, receipt))).to.include({code: 'truncated', retry: 'later'});
    });
  }

  it('are counted where a file breaks off behind a line', async () => {
    const provider = bench.opened({inline: false});
    const {receipt} = await submitted(provider);
    await bench.gemini.finish(receipt.id);
    let first = 0;
    for await (const {text} of provider.results(receipt, call)) first ||= Buffer.byteLength(text) + 1;
    bench.gemini.serve({framing: 'close'});
    bench.gemini.cut(first);
    expect((await rejection(idsIn(provider, receipt))).message).to.match(/1 of 3 lines/);
  });

  it('of an inline job that is printed prettily are one line each, with their numbers as they were', async () => {
    const provider = bench.opened();
    const {receipt} = await submitted(provider);
    const item = '{"metadata": {"key": "r1"},\n  "response": {"big": 12345678901234567890, "x": 1.50}}';
    const body = `{"name": "${receipt.id}", "done": true,\n "metadata": {"state": "BATCH_STATE_SUCCEEDED",
      "output": {"inlinedResponses": {"inlinedResponses": [ ${item} ]}}},
      "response": {"inlinedResponses": {"inlinedResponses": [ ${item} ]}}}`;
    bench.gemini.fail({on: 'results', when: 'before', how: {status: 200, body}});
    const texts: string[] = [];
    for await (const {text} of provider.results(receipt, call)) texts.push(text);
    expect(texts).to.deep.equal(['{"metadata":{"key":"r1"},"response":{"big":12345678901234567890,"x":1.50}}']);
  });

  it('may come in the metadata alone, and all the requests be repeated', async () => {
    const provider = bench.opened();
    const {receipt} = await submitted(provider);
    const item = {metadata: {key: 'r1'}, response: {}};
    const metadata = {
      inputConfig: {requests: {requests: [{request: {contents: ['x'.repeat(17 * 1024 * 1024)]}}]}},
      output: {inlinedResponses: {inlinedResponses: [item]}},
      state: 'BATCH_STATE_CANCELLED',
    };
    const body = JSON.stringify({name: receipt.id, metadata, done: true, error: {code: 13}});
    bench.gemini.fail({on: 'results', when: 'before', how: {status: 200, body}});
    expect(await idsIn(provider, receipt)).to.deep.equal(['r1']);
  });
});
