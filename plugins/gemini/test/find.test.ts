import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {call, MODEL, rejection, Workbench} from './workbench.js';

describe('finding a lost job of Gemini', () => {
  const bench = new Workbench();
  const lost = {key: 'Kpart', model: MODEL, count: 3, taken: []};
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 12, minute)).toISOString();
  const job = (id: string, minute: number, displayName = 'Kother') => ({
    name: `batches/${id}`,
    metadata: {displayName, createTime: at(minute)},
  });
  const answer = (body: JsonObject) =>
    bench.gemini.fail({on: 'list', when: 'before', how: {status: 200, body: JSON.stringify(body)}});

  it('takes an empty answer for an empty list, and any other that is no list for a fault', async () => {
    answer({});
    expect(await bench.opened().find?.(lost, call)).to.equal(undefined);
    for (const body of [{operations: null}, {error: {code: 5}}, {jobs: []}]) {
      answer(body);
      expect(await rejection(bench.opened().find?.(lost, call))).to.include({code: 'vendor-error', retry: 'later'});
    }
  });

  it('takes the oldest of several, in whatever order they are listed', async () => {
    for (const operations of [
      [job('new', 9, 'Kpart'), job('old', 3, 'Kpart'), job('none', 1)],
      [job('none', 1), job('old', 3, 'Kpart'), job('new', 9, 'Kpart')],
    ]) {
      answer({operations});
      expect(await bench.opened().find?.(lost, call)).to.deep.equal({id: 'batches/old', files: []});
    }
  });

  it('reads on to jobs older than the upload, and no further, where the list is newest first', async () => {
    answer({operations: [job('a', 30), job('b', 20)], nextPageToken: '2'});
    answer({operations: [job('c', 19), job('d', 2)], nextPageToken: '3'});
    const step = {file: 'files/f1', uploadedAt: at(10)};
    expect(await bench.opened().find?.({...lost, step}, call)).to.equal(undefined);
    expect(bench.gemini.seen().map(({path}) => path)).to.deep.equal([
      '/v1beta/batches?pageSize=100',
      '/v1beta/batches?pageSize=100&pageToken=2',
    ]);
  });

  it('reads all of a list that is in another order, which Google does not promise', async () => {
    answer({operations: [job('d', 2), job('c', 3)], nextPageToken: '2'});
    answer({operations: [job('b', 4)], nextPageToken: '3'});
    answer({operations: [job('a', 30, 'Kpart')]});
    const step = {file: 'files/f1', uploadedAt: at(10)};
    expect(await bench.opened().find?.({...lost, step}, call)).to.deep.equal({id: 'batches/a', files: ['files/f1']});
  });

  it('does not read one page for ever', async () => {
    for (let page = 0; page < 2; page += 1) answer({operations: [job('a', 1)], nextPageToken: 'same'});
    expect(await rejection(bench.opened().find?.(lost, call))).to.include({code: 'vendor-error', retry: 'later'});
  });
});
