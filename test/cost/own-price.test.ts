import {expect} from 'chai';
import {ownPrice} from '../../src/cost/own-price.js';

describe('cost/own-price', () => {
  it('is one price, or one for each model', () => {
    const rates = {input: 1, output: 2, cachedInput: 0.1, cacheWrite: 1.5};
    const price = {input: 1, output: 2, cached_input: 0.1, cache_write: 1.5, batch_share: 0};
    expect(ownPrice({price}, 'any')).to.deep.equal({rates, batchShare: 0});
    expect(ownPrice({price: {m: price}}, 'm')).to.deep.equal({rates, batchShare: 0});
    expect(ownPrice({price: {m: price}}, 'other')).to.equal(undefined);
    expect(ownPrice({price: {m: price}}, 'constructor')).to.equal(undefined);
    expect(ownPrice({}, 'any')).to.equal(undefined);
  });

  it('is said to be wrong, and how', () => {
    const wrong = (price: Parameters<typeof ownPrice>[0][string]) => ownPrice({price}, 'm');
    expect(wrong([])).to.contain('not a map');
    expect(wrong({})).to.contain('needs both input and output');
    expect(wrong({input: 1, output: '2'})).to.contain('output is not a number');
    expect(wrong({input: 1, output: Number.NaN})).to.contain('output is not a number');
    expect(wrong({m: {input: 1, output: 2, toString: 3}})).to.contain('has no field toString');
    expect(wrong({m: 1, n: {input: 1, output: 2}})).to.equal('The price of m is not a map.');
  });
});
