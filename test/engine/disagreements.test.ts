import {expect} from 'chai';
import type {PartTally} from '../../src/domain/cost.js';
import type {PartState} from '../../src/domain/run-state.js';
import {disagreements} from '../../src/engine/disagreements.js';

const TALLY: PartTally = {
  sent: 5,
  answered: 3,
  faulted: 2,
  unprocessed: 0,
  missing: 0,
  unreadable: 0,
  duplicates: 0,
  unknownIds: 0,
  usage: {inputTokens: 30, outputTokens: 3},
  unmetered: 0,
  cost: {usd: 1},
};

const of = (more: Partial<PartState>) => disagreements({tally: TALLY, ...more} as PartState);
const counted = (succeeded: number, total = 5) => of({counts: {total, succeeded, failed: total - succeeded}});

describe('engine/disagreements', () => {
  it('are none where the vendor counts as the results do, or does not count', () => {
    expect(of({})).to.deep.equal([]);
    expect(counted(3)).to.deep.equal([]);
    expect(of({usage: {inputTokens: 30}})).to.deep.equal([]);
  });

  it('allow for answers that a vendor counts and that hold no text', () => {
    expect(counted(5)).to.deep.equal([]);
    expect(counted(2)).to.deep.equal(['The vendor counts 2 answers; its results hold 3.']);
    expect(counted(6, 6)).to.deep.equal(['The vendor counts 6 requests; 5 were sent.']);
  });

  it('are those of tokens, too, where every answer has told them', () => {
    const usage = {inputTokens: 31, outputTokens: 3};
    expect(of({usage})).to.deep.equal(['The vendor counts 31 input tokens; its results add up to 30.']);
    expect(of({usage, tally: {...TALLY, unmetered: 1}})).to.deep.equal([]);
  });

  it('are not known of a part without a tally', () => {
    expect(disagreements({counts: {total: 1, succeeded: 9, failed: 0}} as PartState)).to.deep.equal([]);
  });
});
