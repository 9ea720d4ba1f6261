import {appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {memoryGauge} from '../../packages/provider/src/conformance/memory.js';
import {DownloadFile, removeDownload} from '../../src/store/download-file.js';
import {temporaryFolder} from './temporary-folder.js';

const MEGABYTE = 1024 * 1024;

describe('store/download-file', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'results.jsonl');
  const open = (job = 'job-1') => new DownloadFile(path(), job);
  const numbered = (n: number) => ({text: `line é ${n}`, cursor: `c${n}`});

  /** A download that broke off behind its second line. */
  function broken(): void {
    const file = open();
    file.write(numbered(1));
    file.write(numbered(2));
    file.close();
    expect(existsSync(path())).to.equal(false);
  }

  it('goes on behind the last line that is safe, and has its name only when it is whole', () => {
    broken();
    // What a process wrote that died before the next checkpoint.
    appendFileSync(`${path()}.part`, 'line é 3\nline');
    const file = open();
    expect([file.lines, file.cursor]).to.deep.equal([2, 'c2']);
    file.write(numbered(3));
    const bytes = file.commit();
    file.close();
    expect(readFileSync(path(), 'utf8')).to.equal('line é 1\nline é 2\nline é 3\n');
    expect(bytes).to.equal(readFileSync(path()).length);
    expect(readdirSync(folder())).to.deep.equal(['results.jsonl']);
  });

  const UNRELIABLE: Record<string, () => void> = {
    'of another job': () => {
      const file = open('job-2');
      file.close();
    },
    'that is no JSON': () => writeFileSync(`${path()}.checkpoint`, '{"job": "job-1", "by'),
    'that lacks its cursor': () => writeFileSync(`${path()}.checkpoint`, '{"job":"job-1","bytes":9,"lines":1}'),
    'of more bytes than there are': () => truncateSync(`${path()}.part`, 12),
  };
  for (const [what, spoil] of Object.entries(UNRELIABLE)) {
    it(`does not rely on a checkpoint ${what}`, () => {
      broken();
      spoil();
      const file = open();
      expect([file.lines, file.cursor]).to.deep.equal([0, undefined]);
      file.write(numbered(7));
      file.commit();
      expect(readFileSync(path(), 'utf8')).to.equal('line é 7\n');
    });
  }

  it('leaves nothing behind where a vendor has no cursors, or nobody goes on', () => {
    const file = open();
    file.write({text: 'a'});
    file.close();
    expect(readdirSync(folder())).to.deep.equal([]);
    broken();
    removeDownload(path());
    expect(readdirSync(folder())).to.deep.equal([]);
  });

  it('writes a checkpoint at intervals, not with each line, and holds none of the lines', function () {
    this.timeout(60_000);
    const file = open();
    const checkpoint = () => (existsSync(`${path()}.checkpoint`) ? readFileSync(`${path()}.checkpoint`, 'utf8') : '');
    const seen = new Set<string>();
    const gauge = memoryGauge();
    for (let n = 0; n < 96; n += 1) {
      file.write({text: String(n % 10).repeat(MEGABYTE), cursor: `c${n}`});
      seen.add(checkpoint());
      if (n % 8 === 0) gauge.look();
    }
    expect(seen.size).to.be.within(6, 24);
    expect(gauge.growth() / MEGABYTE).to.be.lessThan(4);
    file.close();
  });
});
