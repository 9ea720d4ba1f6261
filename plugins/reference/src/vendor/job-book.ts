import {Buffer} from 'node:buffer';
import type {JsonObject} from '@agac/provider';
import type {Asked, Received, Said, Stage, StageDetail} from '@agac/provider/conformance';
import {type FileStore, fileLines, type StoredFile} from './file-store.js';
import {neverCame, type Spoken, sayPlausible, speak} from './say.js';
import {shuffled} from './shuffled.js';

/** Acme's words for where a job stands. */
export const STATES = {
  validating: 'validating',
  queued: 'queued',
  running: 'running',
  finalizing: 'finalizing',
  done: 'completed',
  failed: 'failed',
  expired: 'expired',
  stopping: 'stopping',
  stopped: 'cancelled',
} as const satisfies Readonly<Record<string, Stage>>;

export interface Job {
  readonly id: string;
  readonly label: string;
  readonly model: string;
  readonly inputFile: string;
  readonly createdAt: number;
  readonly total: number;
  stage: Stage;
  /** Told in place of the stage's own word. */
  word?: string;
  /** How many requests have been worked off. */
  done: number;
  answered: number;
  failed: number;
  message?: string;
  outputFile?: string;
  errorFile?: string;
}

/** Acme's jobs: what was asked, where each stands, and the result files that their ends leave. */
export class JobBook {
  say: (asked: Asked) => readonly Said[] = sayPlausible;
  seed: number | undefined;
  readonly #files: FileStore;
  readonly #jobs = new Map<string, Job>();

  constructor(files: FileStore) {
    this.#files = files;
  }

  create(init: {readonly label: string; readonly model: string; readonly input: StoredFile | undefined}): Job {
    const job: Job = {
      id: `job-${this.#jobs.size + 1}`,
      label: init.label,
      model: init.model,
      inputFile: init.input?.id ?? 'file-elsewhere',
      createdAt: Date.now(),
      total: init.input?.lines ?? 0,
      stage: 'validating',
      done: 0,
      answered: 0,
      failed: 0,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  /** Newest first. */
  all(): readonly Job[] {
    return [...this.#jobs.values()].reverse();
  }

  /** Moves a job on; an end leaves its result files. */
  async advance(job: Job, stage: Stage, detail: StageDetail = {}): Promise<void> {
    job.done = stage === 'completed' ? job.total : (detail.done ?? job.done);
    job.answered = job.done;
    if (detail.message !== undefined) job.message = detail.message;
    if (stage === 'completed' || stage === 'expired' || stage === 'cancelled') await this.#finish(job, stage);
    job.stage = stage;
  }

  async received(job: Job): Promise<readonly Received[]> {
    const file = this.#files.get(job.inputFile);
    const received: Received[] = [];
    if (file === undefined) return received;
    for await (const line of fileLines(file)) {
      const {id, request} = readLine(line);
      received.push({id, body: request, bytes: Buffer.byteLength(line)});
    }
    return received;
  }

  async #finish(job: Job, end: 'completed' | 'expired' | 'cancelled'): Promise<void> {
    const output = await this.#files.save(`${job.id}-output.jsonl`, this.#channel(job, end, 'output'));
    const errors = await this.#files.save(`${job.id}-errors.jsonl`, this.#channel(job, end, 'error'));
    job.answered = output.lines;
    job.failed = errors.lines;
    if (output.bytes > 0) job.outputFile = output.id;
    else await this.#files.delete(output.id);
    if (errors.bytes > 0) job.errorFile = errors.id;
    else await this.#files.delete(errors.id);
  }

  async *#channel(job: Job, end: string, channel: Spoken['channel']): AsyncGenerator<Uint8Array> {
    const lines = this.#lines(job, end, channel);
    const inOrder = this.seed === undefined ? lines : await shuffled(lines, this.seed);
    for await (const line of inOrder) yield Buffer.from(`${line}\n`);
  }

  async *#lines(job: Job, end: string, channel: Spoken['channel']): AsyncGenerator<string> {
    const file = this.#files.get(job.inputFile);
    if (file === undefined) return;
    let ordinal = 0;
    for await (const line of fileLines(file)) {
      const {id, request} = readLine(line);
      for (const spoken of this.#speak(job, {id, ordinal, body: request}, end)) {
        if (spoken.channel === channel) yield spoken.line;
      }
      ordinal += 1;
    }
  }

  #speak(job: Job, asked: Asked, end: string): readonly Spoken[] {
    if (asked.ordinal >= job.done) return [neverCame(asked.id, end === 'expired' ? 'expired' : 'stopped')];
    return this.say(asked).map((said) => speak(asked, said));
  }
}

function readLine(line: string): {readonly id: string; readonly request: JsonObject} {
  return JSON.parse(line) as {id: string; request: JsonObject};
}
