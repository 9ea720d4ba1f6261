import {expect} from 'chai';
import fc from 'fast-check';
import {parseRequestId, requestId} from '../../src/requests/request-id.js';

const code = fc.string({unit: fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'), minLength: 26, maxLength: 26});
const parts = fc.record({
  run: code.map((text) => `run_${text}`),
  action: fc.nat(36 ** 3 - 1),
  ordinal: fc.nat(36 ** 6 - 1),
  round: fc.nat(36 ** 2 - 1),
});

describe('requestId', () => {
  it('can be read back', () => {
    fc.assert(fc.property(parts, (each) => void expect(parseRequestId(requestId(each))).to.deep.equal(each)));
  });

  it('is what every vendor takes', () => {
    fc.assert(fc.property(parts, (each) => void expect(requestId(each)).to.match(/^[a-z][0-9a-z]{0,63}$/)));
  });

  it('sorts as ordinals do', () => {
    const run = `run_${'0'.repeat(26)}`;
    const ids = [0, 9, 10, 35, 36, 1_000_000].map((ordinal) => requestId({run, action: 1, ordinal, round: 0}));
    expect(ids).to.deep.equal([...ids].sort());
  });

  it('refuses what has no place in it', () => {
    const run = `run_${'0'.repeat(26)}`;
    expect(() => requestId({run: 'run_1', action: 0, ordinal: 0, round: 0})).to.throw(RangeError);
    expect(() => requestId({run, action: 36 ** 3, ordinal: 0, round: 0})).to.throw(RangeError);
    expect(() => requestId({run, action: 0, ordinal: -1, round: 0})).to.throw(RangeError);
    expect(() => requestId({run, action: 0, ordinal: 0, round: 0.5})).to.throw(RangeError);
  });

  it('is not read from anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(parseRequestId(text)).to.equal(undefined)));
    expect(parseRequestId(`A${'0'.repeat(37)}`)).to.equal(undefined);
    expect(parseRequestId(`a${'0'.repeat(37)}\n`)).to.equal(undefined);
  });
});
