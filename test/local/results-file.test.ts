import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {ResultsFile} from '../../src/local/results-file.js';
import {Bench} from './support.js';

const line = (n: number, result: object = {response: {}}) => `${JSON.stringify({n, id: `r${n}`, ...result})}\n`;

describe('local/results-file', () => {
  let bench: Bench;
  let path: string;

  beforeEach(() => {
    bench = new Bench();
    path = join(bench.spool, 'results.jsonl');
  });

  afterEach(() => bench.clear());

  async function reopen(text: string) {
    writeFileSync(path, text);
    const file = await ResultsFile.open(path, 20);
    const answered = Array.from({length: 20}, (_, n) => n).filter((n) => file.has(n));
    file.close();
    return {answered, counts: file.counts, unprocessed: file.unprocessed, left: readFileSync(path, 'utf8')};
  }

  it('takes over what is whole, and counts it', async () => {
    const fault = {fault: {code: 'x', message: 'y', retry: 'later'}};
    const whole = line(3) + line(17, fault) + line(0, {unprocessed: 'cancelled'});
    const {answered, counts, unprocessed, left} = await reopen(whole);
    expect(answered).to.deep.equal([0, 3, 17]);
    expect(counts).to.deep.equal({total: 20, succeeded: 1, failed: 1});
    expect(unprocessed).to.equal(1);
    expect(left).to.equal(whole);
  });

  it('cuts a torn last line off, even one that only lacks its end', async () => {
    for (const torn of ['{"n":5,"id', line(5).trimEnd(), '{"n":5,"id":"é'.slice(0, -1), '\0\0\0\0']) {
      const {answered, left} = await reopen(line(1) + torn);
      expect(answered, torn).to.deep.equal([1]);
      expect(left, torn).to.equal(line(1));
    }
  });

  it('cuts at the first line that cannot be read: what comes after is asked again, not twice', async () => {
    for (const damage of ['\0\0\0\0\n', '{"n":5,"id\n', '[]\n', '{"id":"r5"}\n']) {
      const {answered, left} = await reopen(line(1) + damage + line(2) + line(3));
      expect(answered, damage).to.deep.equal([1]);
      expect(left, damage).to.equal(line(1));
    }
  });

  it('goes on behind what was there', async () => {
    writeFileSync(path, `${line(0)}{"torn`);
    const file = await ResultsFile.open(path, 20);
    file.append({ordinal: 1, id: 'r1'}, {response: {}});
    file.close();
    expect(readFileSync(path, 'utf8')).to.equal(line(0) + line(1));
  });
});
