import {expect} from 'chai';
import fc from 'fast-check';
import {type Place, ResultIndex, type Worth} from '../../src/engine/result-index.js';

const place: fc.Arbitrary<Place> = fc.record({
  file: fc.nat(2 ** 16),
  offset: fc.nat({max: Number.MAX_SAFE_INTEGER}),
  length: fc.nat(2 ** 31 - 1),
});

describe('engine/result-index', () => {
  it('keeps the first result of each record, and an answer before what is none', () => {
    const first = 1_000;
    const count = 6;
    const added = fc.array(
      fc.record({ordinal: fc.nat(count - 1), place, worth: fc.constantFrom<Worth>('answer', 'other')}),
      {maxLength: 20},
    );
    fc.assert(
      fc.property(added, (results) => {
        const index = new ResultIndex(first, count);
        const news = results.map((each) => index.add(first + each.ordinal, each.place, each.worth));
        expect(news).to.deep.equal(
          results.map(({ordinal}, i) => results.findIndex((each) => each.ordinal === ordinal) === i),
        );
        for (let ordinal = 0; ordinal < count; ordinal += 1) {
          const all = results.filter((each) => each.ordinal === ordinal);
          const best = all.find((each) => each.worth === 'answer') ?? all[0];
          expect(index.get(first + ordinal)).to.deep.equal(best?.place);
        }
      }),
    );
  });

  it('knows what it covers, and nothing beyond', () => {
    const index = new ResultIndex(10, 3);
    expect([9, 10, 12, 13].map((ordinal) => index.covers(ordinal))).to.deep.equal([false, true, true, false]);
    expect([9, 10, 13].map((ordinal) => index.get(ordinal))).to.deep.equal([undefined, undefined, undefined]);
  });

  it('takes 17 bytes a record', () => {
    const count = 1_000_000;
    const before = process.memoryUsage().arrayBuffers;
    const index = new ResultIndex(0, count);
    // Less, when something older is collected just then.
    expect(process.memoryUsage().arrayBuffers - before).to.be.at.most(17 * count);
    expect(index.covers(count - 1)).to.equal(true);
  });
});
