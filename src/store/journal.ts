import {createHash} from 'node:crypto';
import {closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {RunEvent} from '../domain/run.js';
import {onDisk, syncFolder, writeFully} from './atomic-file.js';

/**
 * A file of events, one a line, that only grows. A line is durable before `append` returns. Each carries its number
 * and a digest, so that a damaged journal is noticed instead of read as another story: a lost event is a batch paid twice.
 */
export class Journal {
  readonly #fd: number;
  #lines: number;
  #bytes: number;
  /** A write failed, and may have left half a line. */
  #isTorn = false;

  /** Opens for appending; cuts off a last line that a crash left half written. The caller holds the lock. */
  constructor(path: string) {
    const isNew = !existsSync(path);
    const {events, bytes} = isNew ? {events: [], bytes: 0} : readJournal(path);
    this.#fd = onDisk(path, () => openSync(path, 'a', 0o600));
    this.#lines = events.length;
    this.#bytes = bytes;
    ftruncateSync(this.#fd, bytes);
    if (isNew) syncFolder(dirname(path));
  }

  append(event: RunEvent): void {
    const line = Buffer.from(`${journalLine(this.#lines, event)}\n`, 'utf8');
    try {
      if (this.#isTorn) ftruncateSync(this.#fd, this.#bytes);
      this.#isTorn = true;
      writeFully(this.#fd, line);
      fsyncSync(this.#fd);
      this.#isTorn = false;
    } catch (cause) {
      throw new AgacError('STORE_WRITE', `The journal cannot be written: ${(cause as Error).message}.`, {cause});
    }
    this.#lines += 1;
    this.#bytes += line.length;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** All whole events of a journal and the bytes they take. Throws STORE_DAMAGED on any other content. */
export function readJournal(path: string): {readonly events: readonly RunEvent[]; readonly bytes: number} {
  const text = readFileSync(path, 'utf8');
  // A crash in the middle of an append leaves a last line without its newline: that event never happened.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const events = whole
    .split('\n')
    .slice(0, -1)
    .map((line, number) => readLine(line, {number, path}));
  return {events, bytes: Buffer.byteLength(whole)};
}

function journalLine(number: number, event: RunEvent): string {
  const body = JSON.stringify(event);
  return `{"n":${number},"sum":"${digest(number, body)}","event":${body}}`;
}

function readLine(line: string, at: {number: number; path: string}): RunEvent {
  const match = /^\{"n":(\d+),"sum":"([0-9a-f]{16})","event":(.*)\}$/s.exec(line);
  const [, number, sum, body] = match ?? [];
  if (body === undefined || Number(number) !== at.number || digest(at.number, body) !== sum) {
    throw new AgacError('STORE_DAMAGED', `Line ${at.number + 1} of ${at.path} is not what agac wrote.`, {
      actions: ['Restore the file from a backup; nothing is sent from a damaged journal.'],
    });
  }
  return JSON.parse(body) as RunEvent;
}

function digest(number: number, body: string): string {
  return createHash('sha256').update(`${number}\n${body}`).digest('hex').slice(0, 16);
}
