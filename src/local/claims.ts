import {randomBytes} from 'node:crypto';
import {linkSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {isCode, readJson, writeJson} from './files.js';
import {FILES} from './job.js';

/**
 * Which process works a job off. Claims are numbered files that nobody ever changes or removes; the highest is the one
 * that counts. Whoever finds its process dead makes the next number, and of several that try only one succeeds, so
 * there is no moment in which a live claim can be taken away.
 */
export interface Claim {
  readonly number: number;
  readonly pid: number;
  /** Clock ticks from boot to the start of the process, where the system tells. */
  readonly started?: string;
  readonly boot?: string;
  readonly host: string;
}

const NAME = /^worker-(\d+)\.json$/;
/** A worker that cannot be looked up is taken for dead after so long without a heartbeat. */
const SILENCE_MS = 60_000;

/** The claim that counts; undefined: no worker has ever been started. */
export function lastClaim(folder: string): Claim | undefined {
  const numbers = readdirSync(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number);
  if (numbers.length === 0) return undefined;
  const number = Math.max(...numbers);
  const {pid, started, boot, host} = readJson(join(folder, nameOf(number))) as unknown as Omit<Claim, 'number'>;
  return {number, pid, started, boot, host};
}

/** Makes the claim of this number for a process of this machine. False where the number is taken. */
export function makeClaim(folder: string, number: number, pid: number): boolean {
  const temporary = join(folder, `.claim-${randomBytes(6).toString('hex')}`);
  const claim = {pid, started: processOf(pid)?.started, boot: bootId(), host: hostname()};
  writeJson(temporary, claim, {durable: false});
  try {
    linkSync(temporary, join(folder, nameOf(number)));
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(temporary, {force: true});
  }
}

/** Whether the process of a claim is still at work. */
export function isAlive(claim: Claim, folder: string): boolean {
  if (claim.host !== hostname()) return hasHeartbeat(folder, claim);
  if (claim.boot !== undefined && claim.boot !== bootId()) return false;
  const found = processOf(claim.pid);
  // A zombie is a dead process that nobody has waited for, as in a container without an init.
  if (found !== undefined) return found.started === claim.started && !'ZX'.includes(found.state);
  return claim.started === undefined && isRunning(claim.pid) && hasHeartbeat(folder, claim);
}

function hasHeartbeat(folder: string, claim: Claim): boolean {
  const beats = [FILES.progress, nameOf(claim.number)].map((name) => modifiedAt(join(folder, name)));
  return Date.now() - Math.max(...beats) < SILENCE_MS;
}

function nameOf(number: number): string {
  return `worker-${number}.json`;
}

/** Linux only; elsewhere the process number and the heartbeat have to do. */
function processOf(pid: number): {readonly state: string; readonly started: string} | undefined {
  // The second field is the command in parentheses and may hold spaces; state is field 3, the start time 22.
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === undefined || fields[19] === undefined ? undefined : {state: fields[0], started: fields[19]};
}

function bootId(): string | undefined {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function modifiedAt(path: string): number {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
