import {setTimeout as sleep} from 'node:timers/promises';
import {expect} from 'chai';
import fc from 'fast-check';
import {inParallel} from '../../src/engine/in-parallel.js';
import {stream} from './streams.js';

const never = new Promise<void>(() => {});

describe('engine/in-parallel', () => {
  it('works each item once, and never more of them at a time than it may', async () => {
    const items = fc.array(fc.nat(3), {maxLength: 20});
    await fc.assert(
      fc.asyncProperty(items, fc.integer({min: 1, max: 6}), async (waits, width) => {
        let running = 0;
        let most = 0;
        const done: number[] = [];
        await inParallel(stream(waits.entries()), width, async ([i, ms]) => {
          running += 1;
          most = Math.max(most, running);
          await (ms === 0 ? undefined : sleep(ms - 1));
          running -= 1;
          done.push(i);
        });
        expect(most).to.be.at.most(width);
        expect(done.toSorted((a, b) => a - b)).to.deep.equal([...waits.keys()]);
      }),
      {numRuns: 40},
    );
  });

  it('has all hands busy, and takes an item only when one is free', async () => {
    let taken = 0;
    async function* items(): AsyncGenerator<number> {
      for (;;) {
        taken += 1;
        yield taken;
      }
    }
    void inParallel(items(), 3, () => never);
    await sleep(5);
    expect(taken).to.equal(3);
  });

  it('throws the failure that came first, when what was under way has ended, and takes no more', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const failure: unknown = await inParallel(stream([30, 10, 20, 1, 1]), 3, async (ms) => {
      started.push(ms);
      await sleep(ms);
      ended.push(ms);
      if (ms !== 20) throw new Error(`after ${ms}`);
    }).catch((error: unknown) => error);
    expect(failure).to.have.property('message', 'after 10');
    expect(started).to.deep.equal([30, 10, 20]);
    expect(ended).to.deep.equal([10, 20, 30]);
  });

  it('throws even what is not an error', async () => {
    let caught: unknown = 'nothing';
    try {
      await inParallel(stream([1]), 2, async () => {
        throw undefined;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).to.equal(undefined);
  });

  it('closes the stream, at its end, after a failure of the work, and after one of its own', async () => {
    let closed = 0;
    const items = () => stream([1, 2, 3], () => (closed += 1));
    await inParallel(items(), 2, async () => {});
    await inParallel(items(), 2, async () => {
      throw new Error('work');
    }).catch(() => {});
    expect(closed).to.equal(2);

    async function* broken(): AsyncGenerator<number> {
      yield 1;
      throw new Error('stream');
    }
    const worked: number[] = [];
    const failure = await inParallel(broken(), 3, async (item) => {
      worked.push(item);
    }).catch((error: Error) => error);
    expect(failure).to.have.property('message', 'stream');
    expect(worked).to.deep.equal([1]);
  });
});
