import {closeSync, createReadStream, fstatSync, fsyncSync, ftruncateSync, openSync} from 'node:fs';
import type {Counts, Json, JsonObject} from '@agac/provider';
import {textLines} from '@agac/provider/kit';
import {FILE_MODE, writeFully} from './files.js';
import type {SpooledRequest, SpooledResult} from './job.js';

/**
 * `results.jsonl`, written by one worker after another. What a crash tore is cut off when it is opened, and a bit for
 * each request tells which have a line, so that none ever gets a second one.
 */
export class ResultsFile {
  readonly #fd: number;
  readonly #answered: Uint8Array;
  readonly #total: number;
  #buffer: string[] = [];
  #succeeded = 0;
  #failed = 0;
  #unprocessed = 0;
  #unsynced = false;

  private constructor(fd: number, total: number) {
    this.#fd = fd;
    this.#total = total;
    this.#answered = new Uint8Array(Math.ceil(total / 8));
  }

  /** Opens or creates the file and finds out what is in it already. */
  static async open(path: string, total: number): Promise<ResultsFile> {
    const file = new ResultsFile(openSync(path, 'a', FILE_MODE), total);
    ftruncateSync(file.#fd, await file.#takeOver(path));
    return file;
  }

  /** How many are asked in all, answered and given up; unprocessed ones are in neither. */
  get counts(): Counts {
    return {total: this.#total, succeeded: this.#succeeded, failed: this.#failed};
  }

  get unprocessed(): number {
    return this.#unprocessed;
  }

  /** Whether a request has its line. */
  has(ordinal: number): boolean {
    return ((this.#answered[ordinal >> 3] ?? 0) & (1 << (ordinal & 7))) !== 0;
  }

  /** Adds the line of a request; it is in the file once the event loop has gone round. */
  append({ordinal, id}: Omit<SpooledRequest, 'body'>, result: SpooledResult): void {
    this.#note(ordinal, result);
    if (this.#buffer.length === 0) setImmediate(() => this.flush());
    this.#buffer.push(`${JSON.stringify({n: ordinal, id, ...result})}\n`);
  }

  /** Hands everything over to the system: a killed process loses nothing of it. */
  flush(): void {
    if (this.#buffer.length === 0) return;
    const bytes = Buffer.from(this.#buffer.join(''));
    this.#buffer = [];
    this.#unsynced = true;
    writeFully(this.#fd, bytes);
  }

  /** Puts everything on disk: a power cut loses nothing of it. */
  sync(): void {
    this.flush();
    if (!this.#unsynced) return;
    this.#unsynced = false;
    fsyncSync(this.#fd);
  }

  close(): void {
    this.sync();
    closeSync(this.#fd);
  }

  /** Notes every line up to the first that is torn, and returns the byte at which that one begins. */
  async #takeOver(path: string): Promise<number> {
    let end = 0;
    const {size} = fstatSync(this.#fd);
    for await (const text of textLines(createReadStream(path))) {
      const line = parseLine(text);
      const next = end + Buffer.byteLength(text) + 1;
      if (line === undefined || next > size) return end;
      this.#note(line.n, line);
      end = next;
    }
    return end;
  }

  #note(ordinal: number, result: object): void {
    this.#answered[ordinal >> 3] = (this.#answered[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
    if ('response' in result) this.#succeeded += 1;
    else if ('fault' in result) this.#failed += 1;
    else this.#unprocessed += 1;
  }
}

function parseLine(text: string): (JsonObject & {readonly n: number}) | undefined {
  try {
    const line = JSON.parse(text) as Json;
    return isObject(line) && typeof line.n === 'number' ? {...line, n: line.n} : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
