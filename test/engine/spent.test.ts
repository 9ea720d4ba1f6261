import {expect} from 'chai';
import type {PartTally} from '../../src/domain/cost.js';
import type {PartState} from '../../src/domain/run-state.js';
import {spentOn} from '../../src/engine/spent.js';

const part = (more: Partial<PartState>) => ({part: 0, mode: 'batch', count: 3, phase: 'sent', ...more}) as PartState;
const tally = {usage: {inputTokens: 10}, cost: {usd: 0.5}} as PartTally;
const fetched = {phase: 'fetched', receipt: {id: 'j'}} as const;

describe('engine/spent', () => {
  it('is nothing known before the first results are here, but for what the vendor says of a job', () => {
    expect(spentOn([part({})])).to.deep.equal({});
    expect(spentOn([part({phase: 'ended', usage: {inputTokens: 7}})])).to.deep.equal({usage: {inputTokens: 7}});
  });

  it('is unknown of a part that was fetched before there were tallies, and none of what was never sent', () => {
    const spent = spentOn([part({...fetched, tally}), part(fetched), part({phase: 'fetched'})]);
    expect(spent.usage).to.deep.equal({inputTokens: 10});
    expect(spent.cost).to.deep.include({usd: 0.5, unknown: 3});
  });

  it('counts neither tools nor the answers that an earlier run paid', () => {
    expect(spentOn([part({...fetched, mode: 'tool'}), part({...fetched, mode: 'reused'})])).to.deep.equal({});
  });
});
