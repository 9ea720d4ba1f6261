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

/** All events of a journal and the bytes they take. Throws STORE_DAMAGED on any other content. */
export function readJournal(path: string): {readonly events: readonly RunEvent[]; readonly bytes: number} {
  const {lines, bytes} = readLines(path);
  const events = lines.map((line, number) => {
    const read = readLine(line);
    if (read?.number !== number) throw damagedJournal('is not what agac wrote', {path, line: number + 1});
    return read.event;
  });
  return {events, bytes};
}

/** Those events of a journal that are what agac wrote, where others are not. None where it cannot be read at all. */
export function wholeEvents(path: string): readonly RunEvent[] {
  try {
    return readLines(path).lines.flatMap((line) => readLine(line)?.event ?? []);
  } catch {
    return [];
  }
}

/** What is wrong with a journal; the line counts from 1. */
export function damagedJournal(
  wrong: string,
  {path, line, cause}: {readonly path: string; readonly line?: number; readonly cause?: unknown},
): AgacError {
  const place = line === undefined ? path : `Line ${line} of ${path}`;
  return new AgacError('STORE_DAMAGED', `${place} ${wrong}.`, {
    actions: [
      'Restore the file from a backup; nothing is sent from a damaged journal.',
      'agac clean --damaged    (gives the run up, with what vendors still have of it)',
    ],
    data: {file: path, ...(line !== undefined && {line})},
    cause,
  });
}

function readLines(path: string): {readonly lines: readonly string[]; readonly bytes: number} {
  const text = readFileSync(path, 'utf8');
  // A crash in the middle of an append leaves a last line without its newline: that event never happened.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return {lines: whole.split('\n').slice(0, -1), bytes: Buffer.byteLength(whole)};
}

function journalLine(number: number, event: RunEvent): string {
  const body = JSON.stringify(event);
  return `{"n":${number},"sum":"${digest(number, body)}","event":${body}}`;
}

/** Undefined: it is not what agac wrote. */
function readLine(line: string): {readonly number: number; readonly event: RunEvent} | undefined {
  const match = /^\{"n":(\d+),"sum":"([0-9a-f]{16})","event":(.*)\}$/s.exec(line);
  const [, digits, sum, body] = match ?? [];
  const number = Number(digits);
  if (body === undefined || digest(number, body) !== sum) return undefined;
  return {number, event: JSON.parse(body) as RunEvent};
}

function digest(number: number, body: string): string {
  return createHash('sha256').update(`${number}\n${body}`).digest('hex').slice(0, 16);
}
