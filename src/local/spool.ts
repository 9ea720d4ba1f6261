import {randomBytes} from 'node:crypto';
import {closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fault, type PartEntry} from '@agac/provider';
import {MAX_LINE_BYTES} from '@agac/provider/kit';
import {DuplicateCheck} from './duplicate-check.js';
import {FILE_MODE, FOLDER_MODE, isCode, readJson, syncFolder, writeFully, writeJson} from './files.js';
import {FILES, type Job} from './job.js';

const NAME = /^[A-Za-z][A-Za-z0-9]{0,63}$/;
const BUFFER_LENGTH = 64 * 1024;

/** The folder of the job with this key, whether it is there or not; undefined for what cannot be a key. */
export function jobFolder(spool: string, key: string): string | undefined {
  return NAME.test(key) ? join(spool, key) : undefined;
}

/** A job that is there. Throws `not-found`, and `unsupported` for a folder that another version of agac made. */
export function readJob(folder: string): Job {
  const job = readJson(join(folder, FILES.job));
  if (job === undefined) {
    throw fault({code: 'not-found', message: `There is no job in ${folder}.`, retry: 'never', outcome: 'refused'});
  }
  if (job.format !== 1) {
    const message = `The job in ${folder} was made by another version of agac.`;
    throw fault({code: 'unsupported', message, retry: 'never', outcome: 'refused'});
  }
  return job as unknown as Job;
}

/**
 * Puts a job into its folder: written beside it, synced, renamed. The folder is there whole or not at all, and a key
 * that is there already stays as it is, so the same key is one job however often it is sent.
 */
export async function spoolJob(spool: string, job: Job, entries: AsyncIterable<PartEntry>): Promise<string> {
  const folder = jobFolder(spool, job.key);
  if (folder === undefined) throw refused(`The key ${job.key} is not made of letters and digits.`);
  if (existsSync(folder)) return folder;
  const fresh = join(spool, `.new-${job.key}-${randomBytes(6).toString('hex')}`);
  mkdirSync(fresh, {recursive: true, mode: FOLDER_MODE});
  try {
    await writeRequests(join(fresh, FILES.requests), entries, job.count);
    writeJson(join(fresh, FILES.job), job, {durable: true});
    syncFolder(fresh);
    renameSync(fresh, folder);
    syncFolder(spool);
  } catch (error) {
    if (!isCode(error, 'EEXIST', 'ENOTEMPTY')) throw error;
  } finally {
    rmSync(fresh, {recursive: true, force: true});
  }
  return folder;
}

/** Removes a job, and what a crash left of attempts to spool it. A worker that is still at it notices and ends. */
export function removeJob(spool: string, key: string): void {
  const folder = jobFolder(spool, key);
  if (folder === undefined || !existsSync(spool)) return;
  try {
    renameSync(folder, join(spool, `.gone-${key}-${randomBytes(6).toString('hex')}`));
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  const left = readdirSync(spool).filter((name) => name.startsWith(`.new-${key}-`) || name.startsWith(`.gone-${key}-`));
  for (const name of left) rmSync(join(spool, name), {recursive: true, force: true, maxRetries: 3});
}

async function writeRequests(path: string, entries: AsyncIterable<PartEntry>, count: number): Promise<void> {
  const ids = new DuplicateCheck(count);
  const fd = openSync(path, 'wx', FILE_MODE);
  try {
    let buffer = '';
    for await (const {id, body} of entries) {
      if (!NAME.test(id)) throw refused(`The request id ${id} is not made of letters and digits.`);
      ids.add(id);
      buffer += `${lineOf(id, body)}\n`;
      if (buffer.length < BUFFER_LENGTH) continue;
      writeFully(fd, Buffer.from(buffer));
      buffer = '';
    }
    if (ids.count !== count) throw refused(`The part holds ${ids.count} requests and was said to hold ${count}.`);
    if (ids.hasDuplicate()) throw refused('Two requests of the part have the same id.');
    writeFully(fd, Buffer.from(buffer));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function lineOf(id: string, body: object): string {
  const line = JSON.stringify({id, body});
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;
  throw refused(`The request ${id} is longer than ${MAX_LINE_BYTES} bytes.`);
}

function refused(message: string): Error {
  return fault({code: 'refused', message, retry: 'never', outcome: 'refused'});
}
