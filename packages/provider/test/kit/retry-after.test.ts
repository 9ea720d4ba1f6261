import {expect} from 'chai';
import fc from 'fast-check';
import {retryAfterMs} from '../../src/kit/retry-after.js';

describe('kit/retry-after', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);

  it('reads seconds and dates', () => {
    expect(retryAfterMs('7', now)).to.equal(7000);
    expect(retryAfterMs(' 1.5 ', now)).to.equal(1500);
    expect(retryAfterMs(new Date(now + 30_000).toUTCString(), now)).to.equal(30_000);
  });

  it('keeps within 200 ms and 10 minutes', () => {
    expect(retryAfterMs('0', now)).to.equal(200);
    expect(retryAfterMs('-5', now)).to.equal(200);
    expect(retryAfterMs('999999999', now)).to.equal(600_000);
    expect(retryAfterMs(new Date(now - 30_000).toUTCString(), now)).to.equal(200);
  });

  it('knows nothing from garbage', () => {
    for (const header of [undefined, '', 'soon', 'soon 5', 'NaN', '1e3s']) {
      expect(retryAfterMs(header, now), header).to.equal(undefined);
    }
    const any = fc.property(fc.string(), (header) => {
      const wait = retryAfterMs(header, now);
      return wait === undefined || (wait >= 200 && wait <= 600_000);
    });
    fc.assert(any);
  });
});
