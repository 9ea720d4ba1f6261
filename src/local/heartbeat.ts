import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {writeJson} from './files.js';
import {FILES} from './job.js';
import type {ResultsFile} from './results-file.js';

const BEAT_MS = 200;
const SYNC_MS = 1000;
/** How long answers that are under way may still take after a cancel. */
const GRACE_MS = 5000;

/** What a worker does beside its work: puts results on disk, tells how far it is, and notices a cancel. */
export class Heartbeat {
  readonly #folder: string;
  readonly #results: ResultsFile;
  readonly #timer: NodeJS.Timeout;
  readonly #halt = new AbortController();
  #syncedAt = 0;
  #cancelledAt: number | undefined;

  constructor(folder: string, results: ResultsFile) {
    this.#folder = folder;
    this.#results = results;
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
  }

  /** Aborted when what is under way is not waited for any longer. */
  get signal(): AbortSignal {
    return this.#halt.signal;
  }

  /** Whether no new request is to be taken. */
  get cancelled(): boolean {
    return this.#cancelledAt !== undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = performance.now();
    if (existsSync(join(this.#folder, FILES.cancel))) this.#cancelledAt ??= now;
    if (this.#cancelledAt !== undefined && now - this.#cancelledAt > GRACE_MS) this.#halt.abort();
    if (now - this.#syncedAt > SYNC_MS) {
      this.#results.sync();
      this.#syncedAt = now;
    }
    // Fails where the folder is gone, and so ends the worker of a job that was discarded.
    writeJson(join(this.#folder, FILES.progress), this.#results.counts, {durable: false});
  }
}
