import {expect} from 'chai';
import {toRejection} from '../../src/outputs/to-rejection.js';
import {inputRecord} from './outputs.js';

describe('toRejection', () => {
  it('says which record, why, and what to type', () => {
    const verdict = {
      kind: 'rejected',
      reason: 'invalid',
      message: 'No number in "score".',
      raw: '{"score":"x"}',
    } as const;
    const rejection = toRejection(inputRecord(), {action: 'label', verdict, attempts: 3, retry: 'agac batch retry'});
    expect(rejection).to.deep.equal({
      source_guid: 'guid',
      action: 'label',
      file: 'a.csv',
      reason: 'invalid',
      message: 'No number in "score".',
      raw: '{"score":"x"}',
      attempts: 3,
      retry: 'agac batch retry',
    });
  });

  it('has no raw answer where there was none', () => {
    const verdict = {kind: 'rejected', reason: 'expired', message: 'Never processed.'} as const;
    expect(toRejection(inputRecord(), {action: 'a', verdict, attempts: 1, retry: 'x'})).to.not.have.property('raw');
  });
});
