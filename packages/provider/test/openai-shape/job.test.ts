import {expect} from 'chai';
import {readStatus, resultFiles} from '../../src/openai-shape/job.js';

describe('openai-shape/job', () => {
  it('counts nothing of a job that is being validated, nor where a number is missing', () => {
    const counts = {total: 0, completed: 0, failed: 0};
    expect(readStatus({status: 'validating', request_counts: counts}).counts).to.equal(undefined);
    expect(readStatus({status: 'in_progress', request_counts: {...counts, total: null}}).counts).to.equal(undefined);
    const done = {total: 3, completed: 2, failed: 1};
    expect(readStatus({status: 'completed', request_counts: done}).counts).to.deep.equal({
      total: 3,
      succeeded: 2,
      failed: 1,
    });
  });

  it('reads errors in both of the shapes that there are, with the line', () => {
    const errors = [{code: 'invalid_json_line', message: 'Not JSON.', line: 7}, {code: 'empty_file'}];
    for (const shape of [errors, {object: 'list', data: errors}]) {
      expect(readStatus({status: 'failed', errors: shape}).message).to.equal('Line 7: Not JSON. empty_file');
    }
    expect(readStatus({status: 'failed', errors: null}).message).to.equal(undefined);
    expect(readStatus({status: 'FAILED', error: 'No such model.'})).to.include({
      end: 'failed',
      message: 'No such model.',
    });
  });

  it('has the answers first, then the errors, and neither where there is none', () => {
    expect(resultFiles({output_file_id: 'o', error_file_id: 'e'})).to.deep.equal(['o', 'e']);
    expect(resultFiles({output_file_id: null, error_file_id: 'e'})).to.deep.equal(['e']);
    expect(resultFiles({output_file_id: null})).to.deep.equal([]);
  });
});
