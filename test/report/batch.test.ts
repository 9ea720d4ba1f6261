import {expect} from 'chai';
import type {StatusWord} from '../../src/engine/status.js';
import {listLine, statusLines} from '../../src/report/batch.js';
import {requireCompleted} from '../../src/report/completed.js';
import {agacError} from '../store/agac-error.js';
import {batchLook, partLook} from './looks.js';

const partLine = (change: Parameters<typeof partLook>[0]) => statusLines(batchLook({parts: [partLook(change)]}))[2];

describe('report/batch status', () => {
  it('has the documented first line, and nothing else on it', () => {
    for (const status of ['validating', 'in_progress', 'completed', 'cancelled'] as const) {
      expect(statusLines(batchLook({status}))[0]).to.equal(`Batch job status: ${status}`);
    }
  });

  it('tells the batch, its actions and its counts', () => {
    expect(statusLines(batchLook())[1]).to.equal('batch_1  wf: label, sort  3 requests');
    const counts = {total: 3, succeeded: 2, failed: 1};
    expect(statusLines(batchLook({requests: 1_234, refused: 1, counts}))[1]).to.equal(
      'batch_1  wf: label, sort  1,234 requests, 2 answered, 1 failed, 1 record refused before sending',
    );
  });

  it('tells of each part what is known', () => {
    expect(partLine({id: 'job-7', word: 'in_progress'})).to.equal('  part 0  acme/m-1  in_progress  3  job-7');
    expect(partLine({})).to.contain('not sent');
    expect(partLine({uncertain: true})).to.contain('unknown whether sent');
    expect(partLine({id: 'j', word: 'BUSY', counts: {total: 3, succeeded: 1, failed: 1}, message: 'why'})).to.equal(
      '  part 0  acme/m-1  in_progress (BUSY)  2/3  j  why',
    );
  });

  it("keeps the vendor's sentence on its line, and nothing of it can act on a terminal", () => {
    const line = partLine({message: 'a\nBatch job status: completed\u001b[2J\u0007'});
    expect(line).to.match(/a Batch job status: completed\\u\{7\}$/);
  });
});

describe('report/batch list', () => {
  it('is a line', () => {
    expect(listLine(batchLook())).to.equal('batch_1  in_progress  2026-11-23 12:34  wf  3 requests');
  });
});

describe('report/completed', () => {
  it('says nothing of a batch that completed', () => {
    requireCompleted(batchLook({status: 'completed'}));
  });

  for (const status of ['failed', 'expired', 'cancelled'] as const) {
    it(`fails for a batch that ended ${status}`, async () => {
      const look = batchLook({status});
      const error = await agacError('BATCH_FAILED', () => requireCompleted(look));
      expect(error.message).to.contain(status);
      expect(error.actions).to.deep.equal(['agac batch retrieve --batch-id batch_1']);
      expect(error.data).to.equal(look);
    });
  }

  for (const status of ['validating', 'queued', 'in_progress', 'finalizing', 'cancelling'] satisfies StatusWord[]) {
    it(`is pending while a batch is ${status}`, async () => {
      const error = await agacError('BATCH_PENDING', () => requireCompleted(batchLook({status})));
      expect(error.actions).to.deep.equal(['agac batch wait --batch-id batch_1']);
    });
  }
});
