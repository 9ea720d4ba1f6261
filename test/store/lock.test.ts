import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect} from 'chai';
import {takeLock} from '../../src/store/lock.js';
import {agacError} from './agac-error.js';
import {type Child, ended, kill, said, scriptArgs, startChild} from './children/child.js';
import {temporaryFolder} from './temporary-folder.js';

const PROCESSES = 12;
const TIMES = 3;

describe('store/lock', () => {
  const temporary = temporaryFolder();
  const folder = () => join(temporary(), 'locks', 'triage');
  const claims = () => readdirSync(folder()).filter((name) => name.endsWith('.json'));
  const children: Child[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
  });

  function start(script: string, ...args: readonly string[]): Child {
    const child = startChild(script, folder(), ...args);
    children.push(child);
    return child;
  }

  /** Puts another's claim into the folder. */
  function putClaim(claim: object): string {
    mkdirSync(folder(), {recursive: true});
    const path = join(folder(), '1-aaaaaaaaaaaa.json');
    writeFileSync(path, JSON.stringify({command: 'agac run', ...claim}));
    return path;
  }

  it('lets one in at a time, and the next after one that died inside', async () => {
    const log = join(temporary(), 'log');
    const dying = new Set<number>();
    for (let i = 0; i < PROCESSES; i += 1) {
      const dies = i % 3 === 0;
      const child = start('contend.ts', log, String(TIMES), dies ? 'die' : 'live');
      if (dies) dying.add(child.pid!);
    }
    const ends = await Promise.all(children.map(ended));
    expect(ends.filter((end) => end === 'SIGKILL')).to.have.length(dying.size);
    expect(ends.filter((end) => end === 0)).to.have.length(PROCESSES - dying.size);

    let inside: number | undefined;
    for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
      const [word, pid] = [line.split(' ')[0], Number(line.split(' ')[1])];
      if (word === 'leave') expect(inside, line).to.equal(pid);
      else expect(inside === undefined || dying.has(inside), `${line} while ${inside} is inside`).to.equal(true);
      inside = word === 'enter' ? pid : undefined;
    }
    (await takeLock(folder(), 'agac test'))();
    expect(claims()).to.deep.equal([]);
  });

  it('is kept by a holder that is stopped, and names it', async () => {
    const child = start('hold.ts');
    await said(child);
    child.kill('SIGSTOP');
    const error = await agacError('LOCKED', () => takeLock(folder(), 'agac test'));
    expect(error.message).to.contain(`process ${child.pid}`).and.contain('`agac hold`');
    expect(error.data).to.deep.equal({pid: child.pid, host: hostname(), command: 'agac hold'});
    expect(claims()).to.have.length(1);
    await kill(child);
    (await takeLock(folder(), 'agac test'))();
  });

  it('is free again when it is given back, and not before', async () => {
    const release = await takeLock(folder(), 'agac test');
    await agacError('LOCKED', () => takeLock(folder(), 'agac other'));
    release();
    (await takeLock(folder(), 'agac other'))();
    expect(claims()).to.deep.equal([]);
  });

  it('is not held by a dead process whose number was given out again', async () => {
    putClaim({pid: process.pid, started: '1', host: hostname()});
    (await takeLock(folder(), 'agac test'))();
    expect(claims()).to.deep.equal([]);
  });

  it('is not held by a process from before the last boot', async () => {
    putClaim({pid: process.pid, boot: 'another', host: hostname()});
    (await takeLock(folder(), 'agac test'))();
    expect(claims()).to.deep.equal([]);
  });

  it('stays with a process of another machine, and says what to delete when that is gone', async () => {
    const path = putClaim({pid: process.pid, started: '1', boot: 'another', host: 'elsewhere.example'});
    const error = await agacError('LOCKED', () => takeLock(folder(), 'agac test'));
    expect(error.message).to.contain('on elsewhere.example');
    expect(error.actions.join('\n')).to.contain(path);
    expect(existsSync(path)).to.equal(true);
  });

  it('overlooks what is no claim', async () => {
    mkdirSync(folder(), {recursive: true});
    writeFileSync(join(folder(), '1-aaaaaaaaaaaa.json'), '{"pi');
    writeFileSync(join(folder(), '.agac.1.aaaaaaaaaaaa.tmp'), '{}');
    (await takeLock(folder(), 'agac test'))();
  });

  // Only where the system tells of zombies.
  if (existsSync('/proc/self/stat')) {
    it('is not held by a process that has ended, though its parent never asks for its exit code', async () => {
      const args = scriptArgs('hold.ts', folder()).map((arg) => `'${arg}'`);
      const script = `'${process.execPath}' ${args.join(' ')} & exec sleep 30`;
      const parent: Child = spawn('sh', ['-c', script], {stdio: ['ignore', 'pipe', 'inherit']});
      children.push(parent);
      const pid = Number(await said(parent));
      process.kill(pid, 'SIGKILL');
      while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await sleep(5);
      (await takeLock(folder(), 'agac test'))();
    });
  }
});
