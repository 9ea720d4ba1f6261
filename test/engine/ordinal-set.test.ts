import {expect} from 'chai';
import fc from 'fast-check';
import {OrdinalSet} from '../../src/engine/ordinal-set.js';

describe('engine/ordinal-set', () => {
  it('holds what was put in and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000)), fc.array(fc.nat(100_000)), (added, asked) => {
        const set = new OrdinalSet();
        const known = new Set(added);
        for (const ordinal of added) set.add(ordinal);
        for (const ordinal of [...added, ...asked]) expect(set.has(ordinal)).to.equal(known.has(ordinal));
      }),
    );
  });
});
