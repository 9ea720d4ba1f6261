import type {PartStatus} from '@agac/provider';
import {expect} from 'chai';
import {Pace} from '../../src/engine/pace.js';

const running = (pollAfterMs?: number): PartStatus => ({
  phase: 'running',
  word: 'RUN',
  ...(pollAfterMs !== undefined && {pollAfterMs}),
});
const ENDED: PartStatus = {phase: 'ended', end: 'completed', word: 'DONE', pollAfterMs: 5};

describe('engine/pace', () => {
  it('waits longer each time, a minute at most, and begins anew when something has happened', () => {
    const pace = new Pace(() => 0);
    const waits = Array.from({length: 14}, () => pace.next([running()]));
    expect(waits.slice(0, 4)).to.deep.equal([1_000, 1_500, 2_250, 3_375]);
    expect(waits.at(-1)).to.equal(60_000);
    pace.restart();
    expect(pace.next([])).to.equal(1_000);
  });

  it('waits as long as the vendors wish, where all that are still at work do', () => {
    const next = (...statuses: PartStatus[]) => new Pace(() => 0).next(statuses);
    expect(next(running(30_000), running(9_000), ENDED)).to.equal(9_000);
    expect(next(running(30_000), running())).to.equal(1_000);
    expect(next(running(0))).to.equal(200);
    expect(next(running(86_400_000))).to.equal(600_000);
  });

  it('waits up to a tenth longer, never shorter, so that many do not ask at once', () => {
    expect(new Pace(() => 0.5).next([running(10_000)])).to.equal(10_500);
    expect(new Pace(() => 0.999).next([running(10_000)])).to.equal(10_999);
  });
});
