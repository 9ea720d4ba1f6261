import {randomBytes} from 'node:crypto';
import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {AgacError} from '../domain/errors.js';
import {makeFolder, writeAtomic} from './atomic-file.js';

const TRIES = 8;

/** Who holds a lock: enough to tell a live process from a dead one whose number was given out again. */
interface Claim {
  readonly pid: number;
  /** Clock ticks from boot to the start of the process, where the system tells. */
  readonly started?: string;
  readonly boot?: string;
  readonly host: string;
  readonly command: string;
}

/** A claim that somebody else has put there. */
interface Holder extends Claim {
  readonly path: string;
}

/**
 * One process at a time, on one machine or several. Every contender puts a claim of its own into the folder and looks
 * at the others: it holds the lock when no other living process has a claim there, and takes its own away when one
 * has. Nobody removes a living claim, so a paused holder keeps the lock; a dead one's claim is removed by the next.
 *
 * Returns the function that gives the lock back. Throws LOCKED and names the holder.
 */
export async function takeLock(folder: string, command: string): Promise<() => void> {
  makeFolder(folder);
  const name = `${process.pid}-${randomBytes(6).toString('hex')}.json`;
  const path = join(folder, name);
  for (let tries = 1; ; tries += 1) {
    writeAtomic(path, JSON.stringify(myClaim(command)));
    const holder = otherHolder(folder, name);
    if (holder === undefined) return () => rmSync(path, {force: true});
    rmSync(path, {force: true});
    // Two that arrive together both step back; a random wait lets one of them through.
    if (tries === TRIES) throw lockedBy(holder);
    await sleep(10 + Math.random() * 40);
  }
}

function otherHolder(folder: string, mine: string): Holder | undefined {
  for (const name of readdirSync(folder)) {
    if (name === mine || !name.endsWith('.json')) continue;
    const path = join(folder, name);
    const claim = readClaim(path);
    if (claim === undefined) continue;
    if (isAlive(claim)) return {...claim, path};
    rmSync(path, {force: true});
  }
  return undefined;
}

function readClaim(path: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Claim;
  } catch {
    return undefined; // gone since the folder was listed
  }
}

function isAlive(claim: Claim): boolean {
  if (claim.host !== hostname()) return true; // cannot be asked from here, so it is left alone
  if (claim.boot !== undefined && claim.boot !== bootId()) return false;
  if (claim.started !== undefined) return processStart(claim.pid) === claim.started;
  try {
    process.kill(claim.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function myClaim(command: string): Claim {
  return {pid: process.pid, started: processStart(process.pid), boot: bootId(), host: hostname(), command};
}

/** Linux only; elsewhere the process number alone has to do. */
function processStart(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The second field is the command in parentheses and may hold spaces; after it the state is first, the start 20th.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; whoever started it has not asked for its exit code, and in a container may never do.
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

function bootId(): string | undefined {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function lockedBy({pid, host, command, path}: Holder): AgacError {
  const wait = 'Wait for it to finish, or end it, and type the command again.';
  const remove = `If no agac runs on ${host} any more, delete ${path}.`;
  return new AgacError(
    'LOCKED',
    `Another agac is working on this workflow: \`${command}\`, process ${pid} on ${host}.`,
    {
      actions: host === hostname() ? [wait] : [wait, remove],
      data: {pid, host, command},
    },
  );
}
