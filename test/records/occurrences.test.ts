import {expect} from 'chai';
import fc from 'fast-check';
import {Occurrences} from '../../src/records/occurrences.js';

describe('Occurrences', () => {
  it('counts as a Map does, however the hashes collide', () => {
    // Few distinct values, multiples of the capacity among them, so that slots are shared and the table wraps around.
    const half = fc.oneof(fc.nat(3), fc.constantFrom(1023, 1024, 2048, 0xffff_ffff), fc.nat(0xffff_ffff));
    fc.assert(
      fc.property(fc.array(fc.record({high: half, low: half}), {maxLength: 3000, size: 'max'}), (hashes) => {
        const occurrences = new Occurrences();
        const counts = new Map<string, number>();
        for (const hash of hashes) {
          const key = `${hash.high} ${hash.low}`;
          const before = counts.get(key) ?? 0;
          counts.set(key, before + 1);
          expect(occurrences.next(hash)).to.equal(before);
        }
      }),
      {numRuns: 40},
    );
  });

  it('stays within 18 bytes a hash', () => {
    const occurrences = new Occurrences();
    const count = 300_000;
    for (let i = 0; i < count; i += 1) occurrences.next({high: i, low: Math.imul(i, 0x9e3779b1) >>> 0});
    expect(occurrences.bytes / count).to.be.within(14, 18);
    expect(occurrences.next({high: 7, low: Math.imul(7, 0x9e3779b1) >>> 0})).to.equal(1);
  });
});
