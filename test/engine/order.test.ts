import {expect} from 'chai';
import fc from 'fast-check';
import {compareSeq, mergeSorted} from '../../src/engine/order.js';
import {collect} from '../store/collect.js';
import {stream} from './streams.js';

const seq = fc.array(fc.nat(3), {maxLength: 3});

describe('engine/order', () => {
  it('orders positions number by number, a prefix first', () => {
    const sorted = [[], [0], [0, 0], [0, 10], [1], [2], [10], [10, 0]];
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) {
        expect(Math.sign(compareSeq(a, b)), `${a} and ${b}`).to.equal(Math.sign(i - j));
      }
    }
  });

  it('merges sorted streams into one; among equals, those of an earlier stream come first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(seq, {maxLength: 6}), {maxLength: 4}), async (lists) => {
        const tagged = lists.map((list, from) => list.toSorted(compareSeq).map((each) => ({each, from})));
        const merged = await collect(
          mergeSorted(
            tagged.map((items) => stream(items)),
            (a, b) => compareSeq(a.each, b.each),
          ),
        );
        // Sorting is stable, so a list of the earlier streams' items first is what a merge must give.
        expect(merged).to.deep.equal(tagged.flat().toSorted((a, b) => compareSeq(a.each, b.each)));
      }),
    );
  });

  it('closes every stream when its reader stops, and when one of them fails', async () => {
    const closed: string[] = [];
    const open = () => [stream([1, 4], () => closed.push('a')), stream([2, 3], () => closed.push('b'))];
    for await (const _ of mergeSorted(open(), (a, b) => a - b)) break;
    expect(closed.toSorted()).to.deep.equal(['a', 'b']);

    closed.length = 0;
    async function* broken(): AsyncGenerator<number> {
      yield 0;
      throw new Error('broken');
    }
    const failure = await collect(mergeSorted([...open(), broken()], (a, b) => a - b)).catch((error: Error) => error);
    expect(failure).to.have.property('message', 'broken');
    expect(closed.toSorted()).to.deep.equal(['a', 'b']);
  });
});
