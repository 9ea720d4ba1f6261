import {AssertionError} from 'node:assert/strict';
import {expect} from 'chai';
import {expectAborted, expectFault, rejectionOf} from '../../src/conformance/expect-fault.js';
import {fault} from '../../src/fault.js';

const LATER = fault({code: 'timeout', message: 'It took too long.', retry: 'later', outcome: 'unknown'});

describe('expectFault', () => {
  it('returns the fault when it says what is expected', async () => {
    const expected = {code: 'timeout', retry: 'later', outcome: 'unknown', message: /too long/} as const;
    expect(await expectFault(Promise.reject(LATER), expected)).to.equal(LATER);
  });

  it('takes an outcome that is not said for unknown', async () => {
    await expectFault(Promise.reject(fault({code: 'a', message: 'b', retry: 'never'})), {outcome: 'unknown'});
  });

  for (const [name, promised, expected] of [
    ['nothing is rejected', () => Promise.resolve(1), {}],
    ['what is rejected is no fault', () => Promise.reject(new Error('plain')), {}],
    ['the code is another', () => Promise.reject(LATER), {code: 'auth'}],
    ['retry is another', () => Promise.reject(LATER), {retry: 'never'}],
    ['the outcome is another', () => Promise.reject(LATER), {outcome: 'refused'}],
    ['the message is another', () => Promise.reject(LATER), {message: /refused/}],
  ] as const) {
    it(`objects when ${name}`, async () => {
      expect(await rejectionOf(expectFault(promised(), expected))).to.be.instanceOf(AssertionError);
    });
  }
});

describe('expectAborted', () => {
  const {signal} = (() => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    return controller;
  })();

  it("takes the signal's reason, or a fault that it caused", async () => {
    await expectAborted(Promise.reject(signal.reason), signal);
    const caused = fault({code: 'aborted', message: 'It was aborted.', retry: 'never', cause: signal.reason});
    await expectAborted(Promise.reject(caused), signal);
  });

  it('objects to another reason, and to waiting more than a second', async () => {
    expect(await rejectionOf(expectAborted(Promise.reject(LATER), signal))).to.be.instanceOf(AssertionError);
    expect(await rejectionOf(expectAborted(new Promise(() => {}), signal))).to.match(/more than a second/);
  });
});
