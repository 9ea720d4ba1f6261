import type {Answer, Usage} from '@agac/provider';
import {expect} from 'chai';
import {Bill} from '../../src/cost/bill.js';
import {sumCosts} from '../../src/cost/sum.js';
import type {Priced} from '../../src/domain/cost.js';

const PRICED: Priced = {rates: {input: 1, output: 4}, basis: {source: 's'}};
const ALL_ANSWERED = {faulted: 0, missing: 0};

const answer = (usage?: Usage, cost?: number): Answer => ({
  kind: 'answer',
  id: 'a',
  text: '',
  finish: 'stop',
  ...(usage && {usage}),
  ...(cost !== undefined && {cost}),
});

function billOf(answers: readonly Answer[], priced: Priced = PRICED): Bill {
  const bill = new Bill(priced);
  for (const each of answers) bill.add(each);
  return bill;
}

describe('cost/bill', () => {
  const tokens = {inputTokens: 1000, outputTokens: 100};

  it('adds up a hundred thousand small amounts without a tail of binary fractions', () => {
    const bill = billOf(Array.from({length: 100_000}, () => answer({inputTokens: 1, outputTokens: 0})));
    expect(bill.total(ALL_ANSWERED).cost.usd).to.equal(0.1);
    expect(sumCosts([{usd: 0.1}, {usd: 0.2}])).to.deep.equal({usd: 0.3});
  });

  it('takes the word of a vendor that says what it bills', () => {
    const {cost} = billOf([answer(tokens, 0.5), answer(tokens)]).total(ALL_ANSWERED);
    expect(cost).to.deep.include({usd: 0.5014, reported: 1});
    expect(cost).to.not.have.property('unknown');
    const unpriced = billOf([answer(undefined, 0.5), answer(tokens)], {unknown: 'No price.'}).total(ALL_ANSWERED);
    expect(unpriced.cost).to.deep.equal({usd: 0.5, unknown: 1, why: ['No price.'], reported: 1});
  });

  it('has no amount where none is known, and none to pay where nothing was answered or all is free', () => {
    expect(billOf([answer(tokens)], {unknown: 'No price.'}).total(ALL_ANSWERED).cost).to.deep.equal({
      unknown: 1,
      why: ['No price.'],
    });
    expect(billOf([]).total(ALL_ANSWERED).cost).to.deep.include({usd: 0});
    const free: Priced = {rates: {input: 0, output: 0}, basis: {source: 's'}};
    expect(billOf([answer()], free).total({faulted: 2, missing: 1}).cost)
      .to.include({usd: 0})
      .and.not.have.key('unknown');
  });

  it("fills gaps with the vendor's total of the job, and believes it of failed requests where it agrees", () => {
    const job = {inputTokens: 2000, outputTokens: 200};
    const filled = billOf([answer(tokens), answer()]).total({faulted: 1, missing: 0}, job);
    expect(filled).to.deep.include({usage: job, unmetered: 0});
    expect(filled.cost).to.include({usd: 0.0028}).and.not.have.property('unknown');
    const agreed = billOf([answer(tokens)]).total({faulted: 1, missing: 0}, tokens);
    expect(agreed.cost).to.include({usd: 0.0014}).and.not.have.property('unknown');
    const other = billOf([answer(tokens)]).total({faulted: 1, missing: 0}, job);
    expect(other.cost).to.include({usd: 0.0014, unknown: 1});
  });

  it('sums what is known and counts what is not, each reason once', () => {
    expect(sumCosts([{usd: 1, unknown: 2, why: ['a']}, {unknown: 1, why: ['a', 'b']}, {usd: 0.5}])).to.deep.equal({
      usd: 1.5,
      unknown: 3,
      why: ['a', 'b'],
    });
    expect(sumCosts([{unknown: 1, why: ['a']}])).to.not.have.property('usd');
  });
});
