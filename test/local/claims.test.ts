import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {isAlive, lastClaim, makeClaim} from '../../src/local/claims.js';
import {Bench} from './support.js';

describe('local/claims', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(() => bench.clear());

  it('gives a number to one process only, and counts the highest', () => {
    const {spool} = bench;
    expect(lastClaim(spool)).to.equal(undefined);
    expect(makeClaim(spool, 9, process.pid)).to.equal(true);
    expect(makeClaim(spool, 9, process.pid)).to.equal(false);
    expect(makeClaim(spool, 10, process.pid)).to.equal(true);
    expect(lastClaim(spool)).to.include({number: 10, pid: process.pid});
  });

  it('tells a living process from a dead one, and from another that got its number', async () => {
    const {spool} = bench;
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'});
    makeClaim(spool, 1, child.pid!);
    expect(isAlive(lastClaim(spool)!, spool)).to.equal(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(lastClaim(spool)!, spool)).to.equal(false);

    makeClaim(spool, 2, process.pid);
    const mine = lastClaim(spool)!;
    expect(isAlive(mine, spool)).to.equal(true);
    expect(isAlive({...mine, started: '1'}, spool)).to.equal(false);
    expect(isAlive({...mine, boot: 'another'}, spool)).to.equal(false);
  });

  it('goes by the heartbeat for another machine', () => {
    const {spool} = bench;
    const claim = {number: 1, pid: 1, host: `not-${hostname()}`};
    expect(isAlive(claim, spool)).to.equal(false);
    writeFileSync(join(spool, 'progress.json'), '{}');
    expect(isAlive(claim, spool)).to.equal(true);
  });
});
