import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {readStatus} from '../src/status.js';

describe('the status of an operation', () => {
  const statusOf = (metadata: JsonObject, more: JsonObject = {}) => readStatus({name: 'batches/b1', metadata, ...more});

  it('takes the count that is missing for zero where there are counts, and for unknown where there are none', () => {
    const batchStats = {requestCount: '12', pendingRequestCount: '12'};
    expect(statusOf({state: 'BATCH_STATE_PENDING', batchStats}).counts).to.deep.equal({
      total: 12,
      succeeded: 0,
      failed: 0,
    });
    expect(statusOf({state: 'BATCH_STATE_PENDING', batchStats: {}})).not.to.have.property('counts');
    expect(statusOf({state: 'BATCH_STATE_PENDING'})).not.to.have.property('counts');
  });

  it('believes an operation that is done, whatever its state still says', () => {
    const running = {state: 'BATCH_STATE_RUNNING'};
    expect(statusOf(running)).to.deep.equal({phase: 'running', word: 'BATCH_STATE_RUNNING'});
    expect(statusOf(running, {done: true, response: {}})).to.include({phase: 'ended', end: 'completed'});
    expect(statusOf(running, {done: true, error: {code: 3, message: 'No.'}})).to.deep.equal({
      phase: 'ended',
      end: 'failed',
      word: 'BATCH_STATE_RUNNING',
      message: 'No.',
    });
    expect(statusOf(running, {done: true, error: {code: 1}})).to.include({phase: 'ended', end: 'cancelled'});
  });

  it('is cancelled where the state says so, although the error is 13', () => {
    const error = {code: 13, message: 'The batch was cancelled.'};
    expect(statusOf({state: 'BATCH_STATE_CANCELLED'}, {done: true, error})).to.deep.include({end: 'cancelled'});
  });

  it('has a word for an operation without a state', () => {
    expect(readStatus({name: 'batches/b1'})).to.deep.equal({phase: 'running', word: 'no state'});
  });
});
