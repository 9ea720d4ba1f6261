import {appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LostPart, Receipt} from '@agac/provider';
import {expect} from 'chai';
import {isAlive, lastClaim} from '../../src/local/claims.js';
import {openGate} from './gate.js';
import {Bench, call, ended, faultOf, partOf, resultsOf, until} from './support.js';

const lostOf = (key: string): LostPart => ({key, model: 'sample', count: 1, taken: []});

describe('local: a job', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(async () => {
    await bench.clear();
  });

  /** Requests that have a line by now. */
  const progress = (receipt: Receipt) => {
    const path = join(bench.spool, receipt.id, 'results.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
  };
  const atLeast = (receipt: Receipt, lines: number) => until(() => progress(receipt) >= lines || undefined);

  const workerDead = (receipt: Receipt) =>
    until(() => !isAlive(lastClaim(join(bench.spool, receipt.id))!, join(bench.spool, receipt.id)) || undefined);

  it('is worked off by a process that nobody has to wait for', async () => {
    const provider = bench.provider();
    const receipt = await provider.submit(partOf(provider, 'part1', {count: 50}), call);
    expect(receipt).to.deep.equal({id: 'part1'});
    expect((await provider.status(receipt, call)).phase).to.be.oneOf(['queued', 'running']);
    expect(bench.pid(receipt)).to.not.equal(process.pid);

    const status = await ended(provider, receipt);
    expect(status).to.deep.include({end: 'completed', counts: {total: 50, succeeded: 50, failed: 0}});
    const results = await resultsOf(provider, receipt);
    expect(new Set(results.map((result) => result.id)).size).to.equal(50);
    expect(results.every((result) => result.kind === 'answer')).to.equal(true);
  });

  it('is one job, however often its key is sent', async () => {
    const provider = bench.provider({options: {latencyMs: 5}});
    const part = partOf(provider, 'twice', {count: 20});
    const receipts = await Promise.all([1, 2, 3].map(() => bench.provider().submit(part, call)));
    expect(receipts).to.deep.equal([{id: 'twice'}, {id: 'twice'}, {id: 'twice'}]);
    expect(await provider.find!(lostOf('twice'), call)).to.deep.equal({id: 'twice'});
    await ended(provider, receipts[0]!);
    const unread = () => {
      throw new Error('A job that is there is not read again.');
    };
    await provider.submit({...part, entries: () => ({[Symbol.asyncIterator]: unread})}, call);
    expect(await bench.lines(receipts[0]!)).to.have.length(20);
    expect(readdirSync(bench.spool)).to.deep.equal(['twice']);
  });

  it('goes on after its worker was killed, and answers every request exactly once', async () => {
    const gate = await openGate();
    try {
      const provider = bench.provider({baseUrl: gate.url, options: {concurrency: 8}});
      const receipt = await provider.submit(partOf(provider, 'killed', {count: 150, model: 'm'}), call);
      for (const lines of [30, 60]) {
        gate.allow(50); // of which at most 16 are lost: those the last worker had asked for
        await atLeast(receipt, lines);
        process.kill(bench.pid(receipt), 'SIGKILL');
        await workerDead(receipt);
        const whole = progress(receipt);
        appendFileSync(join(bench.spool, 'killed', 'results.jsonl'), '{"n":149,"id":"r149","respon'); // torn
        const partial = await resultsOf(provider, receipt);
        expect(partial.map((result) => result.kind)).to.deep.equal(Array(whole).fill('answer'));
        expect((await provider.status(receipt, call)).phase).to.equal('running');
      }
      gate.allow(Infinity);
      const status = await ended(bench.provider(), receipt);
      expect(status).to.deep.include({end: 'completed', counts: {total: 150, succeeded: 150, failed: 0}});
      const ids = (await resultsOf(provider, receipt)).map((result) => result.id);
      expect(ids).to.have.length(150);
      expect(new Set(ids).size).to.equal(150);
      expect(readdirSync(join(bench.spool, 'killed')).filter((name) => /^worker-/.test(name))).to.have.length(3);
    } finally {
      await gate.close();
    }
  });

  it('stops when it is cancelled, keeps its answers, and says what it did not come to', async () => {
    const provider = bench.provider({options: {latencyMs: 20}});
    const receipt = await provider.submit(partOf(provider, 'stopped', {count: 2000}), call);
    await atLeast(receipt, 8);
    await provider.cancel!(receipt, call);
    expect((await provider.status(receipt, call)).phase).to.be.oneOf(['stopping', 'ended']);
    await provider.cancel!(receipt, call);
    const status = await ended(provider, receipt);
    expect(status.end).to.equal('cancelled');
    const results = await resultsOf(provider, receipt);
    const answers = results.filter((result) => result.kind === 'answer');
    expect(results).to.have.length(2000);
    expect(answers.length).to.be.within(8, 1999).and.to.equal(status.counts!.succeeded);
    expect(results.filter((result) => result.kind === 'unprocessed')).to.have.length(2000 - answers.length);
    await provider.cancel!(receipt, call);
  });

  it('is cancelled for good when its worker is killed while it stops', async () => {
    const provider = bench.provider({options: {latencyMs: 50}});
    const receipt = await provider.submit(partOf(provider, 'both', {count: 500}), call);
    await atLeast(receipt, 1);
    process.kill(bench.pid(receipt), 'SIGKILL');
    await provider.cancel!(receipt, call);
    expect((await ended(provider, receipt)).end).to.equal('cancelled');
    expect(new Set((await bench.lines(receipt)).map(({id}) => id)).size).to.equal(500);
  });

  it('can be read while it runs, from where one stopped', async () => {
    const gate = await openGate();
    try {
      const provider = bench.provider({baseUrl: gate.url});
      const receipt = await provider.submit(partOf(provider, 'partial', {count: 30, model: 'm'}), call);
      gate.allow(10);
      await atLeast(receipt, 10);
      const first = await Array.fromAsync(provider.results(receipt, call));
      expect(first).to.have.length(10);
      gate.allow(Infinity);
      await ended(provider, receipt);
      const all = await Array.fromAsync(provider.results(receipt, call));
      expect(all).to.have.length(30);
      for (const [index, {cursor}] of all.entries()) {
        const rest = await Array.fromAsync(provider.results(receipt, {...call, cursor: cursor!}));
        expect([...all.slice(0, index + 1), ...rest]).to.deep.equal(all);
      }
      expect(all.slice(0, 10)).to.deep.equal(first);
    } finally {
      await gate.close();
    }
  });

  it('says why its worker gave up, and tries again', async () => {
    const provider = bench.provider({options: {latencyMs: 30}});
    const receipt = await provider.submit(partOf(provider, 'broken', {count: 40}), call);
    const requests = join(bench.spool, 'broken', 'requests.jsonl');
    process.kill(bench.pid(receipt), 'SIGKILL');
    const whole = readFileSync(requests);
    writeFileSync(requests, '{"id":');
    const status = await until(async () => {
      const asked = await provider.status(receipt, call);
      return asked.message === undefined ? undefined : asked;
    });
    expect(status.message).to.include('Line 1 is not JSON');
    writeFileSync(requests, whole);
    expect((await ended(provider, receipt)).end).to.equal('completed');
  });

  it('is gone when it is discarded, and so is its worker', async () => {
    const provider = bench.provider({options: {latencyMs: 100}});
    const receipt = await provider.submit(partOf(provider, 'gone', {count: 500}), call);
    await atLeast(receipt, 1);
    const pid = bench.pid(receipt);
    await provider.discard!(receipt, call);
    await provider.discard!(receipt, call);
    expect(readdirSync(bench.spool)).to.deep.equal([]);
    expect(await provider.find!(lostOf('gone'), call)).to.equal(undefined);
    await until(() => !existsSync(`/proc/${pid}`) || undefined);
    expect(await faultOf(provider.status(receipt, call))).to.include({code: 'not-found', retry: 'never'});
    expect(await faultOf(resultsOf(provider, receipt))).to.include({code: 'not-found', retry: 'never'});
  });

  it('is refused whole: bad ids, two alike, another count, a key that is a path', async () => {
    const provider = bench.provider();
    const part = partOf(provider, 'bad', {count: 2});
    async function* of(...ids: readonly string[]) {
      for (const id of ids) yield {id, body: {}};
    }
    for (const ids of [
      ['a', 'a'],
      ['a', 'b-c'],
      ['a', ''],
      ['a', '1b'],
      ['a'],
      ['a', 'b', 'c'],
      ['a', 'x'.repeat(65)],
    ]) {
      const error = await faultOf(provider.submit({...part, entries: () => of(...ids)}, call));
      expect(error, ids.join()).to.include({code: 'refused', retry: 'never', outcome: 'refused'});
    }
    expect(await faultOf(provider.submit({...part, key: '../out'}, call))).to.include({code: 'refused'});
    expect(readdirSync(bench.spool)).to.deep.equal([]);
  });

  it("leaves nothing behind when it is aborted, and rejects with the signal's reason", async () => {
    const provider = bench.provider();
    const part = partOf(provider, 'aborted', {count: 10});
    const controller = new AbortController();
    const reason = new Error('enough');
    async function* entries() {
      for await (const entry of part.entries()) {
        yield entry;
        controller.abort(reason);
      }
    }
    const submitted = provider.submit({...part, entries}, {...call, signal: controller.signal});
    expect(await submitted.catch((error: unknown) => error)).to.equal(reason);
    expect(readdirSync(bench.spool)).to.deep.equal([]);
  });

  it('lets nobody else read its files', async () => {
    const provider = bench.provider();
    const receipt = await provider.submit(partOf(provider, 'private', {count: 3}), call);
    await ended(provider, receipt);
    const folder = join(bench.spool, 'private');
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).to.equal(0);
  });
});
