import {expect} from 'chai';
import {open} from '../src/provider.js';
import {call, idsIn, MODEL, rejection, submitted, Workbench} from './workbench.js';

// What the conformance suite cannot know of, for it differs from vendor to vendor.
describe('the adapter for Gemini', () => {
  const bench = new Workbench();

  it('says running of a job that was asked to stop, until it has', async () => {
    const provider = bench.opened();
    const {receipt} = await submitted(provider);
    await bench.gemini.advance(receipt.id, 'running', {done: 1});
    await provider.cancel?.(receipt, call);
    expect((await provider.status(receipt, call)).phase).to.equal('running');
    await bench.gemini.advance(receipt.id, 'cancelled');
    expect(await provider.status(receipt, call)).to.deep.include({end: 'cancelled', word: 'BATCH_STATE_CANCELLED'});
  });

  it('throws what a cancel is refused with, where the job goes on', async () => {
    const provider = bench.opened();
    const {receipt} = await submitted(provider);
    bench.gemini.fail({on: 'cancel', when: 'before', how: {status: 400, message: 'Not now.'}});
    expect((await rejection(provider.cancel?.(receipt, call))).message).to.match(/Not now/);
  });

  it('discards the job and its file, and takes 403 for deleted', async () => {
    const provider = bench.opened({inline: false});
    const {receipt} = await submitted(provider);
    await bench.gemini.finish(receipt.id);
    for (let time = 0; time < 2; time += 1) await provider.discard?.(receipt, call);
    expect(bench.gemini.left()).to.deep.equal({files: [], jobs: []});
    expect(await rejection(provider.status(receipt, call))).to.include({code: 'not-found'});
    expect(await rejection(idsIn(provider, receipt))).to.include({code: 'gone', retry: 'never'});
  });

  it('waits as long as Google says in the details of an error', async () => {
    const details = (retryDelay: string) => [{'@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay}];
    const provider = bench.opened();
    const {receipt} = await submitted(provider);
    const afterMs = async (status: number, delay: string, headers: Record<string, string> = {}) => {
      const body = JSON.stringify({error: {code: status, status: 'RESOURCE_EXHAUSTED', details: details(delay)}});
      bench.gemini.fail({on: 'status', when: 'before', how: {status, body, headers}});
      return (await rejection(provider.status(receipt, call))).afterMs;
    };
    expect(await afterMs(429, '37s')).to.equal(37_000);
    expect(await afterMs(503, '1.5s')).to.equal(1500);
    expect(await afterMs(429, 'soon', {'retry-after': '4'})).to.equal(4000);
    expect(await afterMs(400, '37s')).to.equal(undefined);
  });

  it('takes a key that is no good for that, although Google calls it a bad argument', async () => {
    const provider = open({
      name: 'google',
      baseUrl: bench.gemini.url,
      key: () => 'AIzaWrongWrongWrongWrongWrong',
      keyEnv: 'GOOGLE_API_KEY',
      spool: '',
      options: {},
    });
    expect(provider.name).to.equal('google');
    const request = {model: MODEL, messages: [{role: 'user', text: 'Hi'}], parameters: {}} as const;
    for (const ask of [() => submitted(provider), () => provider.complete?.(request, call)]) {
      const fault = await rejection(ask());
      expect(fault).to.include({code: 'auth', retry: 'never', hint: 'Check the key in GOOGLE_API_KEY.'});
      expect(fault.message).not.to.contain('AIzaWrong');
    }
  });
});
