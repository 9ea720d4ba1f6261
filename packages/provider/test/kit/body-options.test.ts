import {expect} from 'chai';
import {bodyOptions} from '../../src/kit/body-options.js';

describe('kit/body-options', () => {
  it('tells fields of a body from what means nothing here, and says why', () => {
    const options = {effort: 'low', enable_caching: true, constructor: 1};
    expect(bodyOptions(options, {enable_caching: 'nothing is cached'})).to.deep.equal({
      body: {effort: 'low', constructor: 1},
      notes: ['The option enable_caching is left out: nothing is cached.'],
    });
  });
});
