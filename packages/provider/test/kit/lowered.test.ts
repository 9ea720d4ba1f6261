import {expect} from 'chai';
import type {ModelCard} from '../../src/contract/card.js';
import {isFault} from '../../src/fault.js';
import {lowered} from '../../src/kit/lowered.js';

const CARD: ModelCard = {model: 'm', limits: {requests: 100}, schema: 'none', parameters: [], partialResults: false};

describe('kit/lowered', () => {
  it('takes the lower of the two limits, and leaves the others', () => {
    expect(lowered(CARD, undefined)).to.equal(CARD);
    expect(lowered(CARD, {requests: 10}).limits).to.deep.equal({requests: 10});
    expect(lowered(CARD, {requests: 1000, bytes: 5, line_bytes: 4}).limits).to.deep.equal({
      requests: 100,
      bytes: 5,
      lineBytes: 4,
    });
  });

  it('takes nothing else for a limit', () => {
    for (const limits of [5, {requests: 0}, {requests: -1}, {requests: 'many'}, {records: 5}, []]) {
      expect(() => lowered(CARD, limits), JSON.stringify(limits))
        .to.throw()
        .that.satisfies(isFault);
    }
  });
});
