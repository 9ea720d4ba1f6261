import {expect} from 'chai';
import fc from 'fast-check';
import {OrdinalSet} from '../../src/engine/ordinal-set.js';

describe('engine/ordinal-set', () => {
  it('holds what was added, and nothing else', () => {
    const ordinal = fc.oneof(fc.nat(40), fc.nat(200_000));
    fc.assert(
      fc.property(fc.array(ordinal), fc.array(ordinal), (added, asked) => {
        const set = new OrdinalSet();
        for (const each of added) set.add(each);
        for (const each of [...added, ...asked]) expect(set.has(each)).to.equal(added.includes(each));
      }),
    );
  });
});
