import {expect} from 'chai';
import {didYouMean, nearest} from '../../src/domain/nearest.js';

describe('nearest', () => {
  const words = ['temperature', 'top_p', 'stop', 'seed', 'Batch'];

  it('finds the word that was meant, in any case', () => {
    expect(nearest('temprature', words)).to.equal('temperature');
    expect(nearest('TEMPERATUR', words)).to.equal('temperature');
    expect(nearest('sto', words)).to.equal('stop');
    expect(nearest('bach', words)).to.equal('Batch');
  });

  it('finds none where none is near', () => {
    expect(nearest('guard', words)).to.equal(undefined);
    expect(nearest('x', ['y'])).to.equal(undefined);
    expect(nearest('temperature', [])).to.equal(undefined);
    expect(nearest('t'.repeat(100_000), words)).to.equal(undefined);
  });
});

describe('didYouMean', () => {
  it('names the near word, or all there are', () => {
    expect(didYouMean('sed', ['seed', 'stop'])).to.equal('Did you mean "seed"?');
    expect(didYouMean('guard', ['seed', 'stop'])).to.equal('There are: seed, stop.');
    expect(didYouMean('guard', [])).to.equal(undefined);
    expect(
      didYouMean(
        'guard',
        Array.from({length: 21}, (_, i) => `n${i}`),
      ),
    ).to.match(/n19, …$/);
  });
});
