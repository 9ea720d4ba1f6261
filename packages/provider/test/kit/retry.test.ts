import {expect} from 'chai';
import {fault} from '../../src/fault.js';
import {type RetryPolicy, withRetries} from '../../src/kit/retry.js';

const call = {signal: new AbortController().signal, log: () => {}};
const later = (afterMs?: number) => fault({code: 'vendor-error', message: 'no', retry: 'later', afterMs});

/** Fails with each of these in turn, then resolves; notes the waits. */
function script(...failures: readonly Error[]) {
  const waits: number[] = [];
  let calls = 0;
  const policy: RetryPolicy = {random: () => 1, sleep: async (ms) => void waits.push(ms)};
  const attempt = async () => {
    const failure = failures[calls];
    calls += 1;
    if (failure !== undefined) throw failure;
    return 'done';
  };
  return {waits, policy, attempt, calls: () => calls};
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('kit/retry', () => {
  it('tries again with waits that double, up to a cap', async () => {
    const {waits, policy, attempt} = script(later(), later(), later(), later(), later());
    expect(await withRetries(call, {...policy, capMs: 3000}, attempt)).to.equal('done');
    expect(waits).to.deep.equal([500, 1000, 2000, 3000, 3000]);
  });

  it('waits between nothing and all of it, by chance', async () => {
    const {waits, policy, attempt} = script(later(), later());
    await withRetries(call, {...policy, random: () => 0.25}, attempt);
    expect(waits).to.deep.equal([125, 250]);
  });

  it('adds the chance to what the vendor asked for', async () => {
    const {waits, policy, attempt} = script(later(7000));
    await withRetries(call, policy, attempt);
    expect(waits).to.deep.equal([7500]);
  });

  it('gives up after six tries with the last fault', async () => {
    const failures = Array.from({length: 10}, () => later());
    const {policy, attempt, calls} = script(...failures);
    expect(await errorOf(withRetries(call, policy, attempt))).to.equal(failures[5]);
    expect(calls()).to.equal(6);
  });

  it('does not repeat what cannot help', async () => {
    for (const failure of [fault({code: 'auth', message: 'no', retry: 'never'}), new TypeError('bug')]) {
      const {policy, attempt, calls} = script(failure);
      expect(await errorOf(withRetries(call, policy, attempt))).to.equal(failure);
      expect(calls()).to.equal(1);
    }
  });

  it("stops waiting with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 20);
    const {attempt} = script(later(60_000));
    expect(await errorOf(withRetries({...call, signal: controller.signal}, {}, attempt))).to.equal(reason);
  });
});
