import {expect} from 'chai';
import fc from 'fast-check';
import {HashIndex} from '../../src/engine/hash-index.js';

describe('engine/hash-index', () => {
  it('finds what was added, each as often as it was, and nothing else', () => {
    const hash = fc.uint8Array({minLength: 12, maxLength: 12, max: 2});
    fc.assert(
      fc.property(fc.array(hash, {maxLength: 60}), hash, (added, wanted) => {
        const index = new HashIndex(added.length);
        for (const each of added) index.add(Buffer.from(each));
        const expected = added.flatMap((each, i) => (Buffer.compare(each, wanted) === 0 ? [i] : []));
        expect([...index.find(Buffer.from(wanted))]).to.deep.equal(expected);
        for (const [i, each] of added.entries()) expect([...index.find(Buffer.from(each))]).to.include(i);
      }),
    );
  });
});
