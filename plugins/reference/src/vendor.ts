import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {
  Asked,
  Failure,
  Left,
  Received,
  Said,
  Seen,
  Serving,
  Stage,
  StageDetail,
  Vendor,
} from '@agac/provider/conformance';
import {Desk} from './vendor/desk.js';
import {FileStore} from './vendor/file-store.js';
import {FrontDoor, type Moment} from './vendor/front-door.js';
import {type Job, JobBook, STATES} from './vendor/job-book.js';

export interface AcmeOptions {
  /** A job is done as soon as it is asked about; default true. False: it moves only when it is advanced. */
  readonly auto?: boolean;
  readonly key?: string;
}

interface Running {
  readonly port: number;
  readonly folder: string;
  readonly files: FileStore;
  readonly jobs: JobBook;
  readonly desk: Desk;
  readonly door: FrontDoor;
}

/** Acme, a make-believe file-and-batch vendor on the loopback interface, with levers; they work once it is started. */
export class AcmeVendor implements Vendor {
  readonly key: string;
  readonly #auto: boolean;
  #running: Running | undefined;

  constructor({auto = true, key = 'acme-key-0123456789'}: AcmeOptions = {}) {
    this.#auto = auto;
    this.key = key;
  }

  async start(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'acme-'));
    const files = new FileStore(folder);
    const jobs = new JobBook(files);
    const desk = new Desk({auto: this.#auto, files, jobs});
    const door = new FrontDoor(desk, this.key);
    this.#running = {port: await door.open(), folder, files, jobs, desk, door};
  }

  async stop(): Promise<void> {
    const {door, folder} = this.#now();
    await door.close();
    await rm(folder, {recursive: true, force: true});
  }

  get url(): string {
    return `http://127.0.0.1:${this.#now().port}`;
  }

  finish(job: string): Promise<void> {
    return this.advance(job, 'completed');
  }

  /** As the suite's lever; `all` moves every job. */
  async advance(job: string, stage: Stage, detail?: StageDetail): Promise<void> {
    const {jobs} = this.#now();
    const moved = job === 'all' ? jobs.all() : [this.#job(job)];
    for (const one of moved) await jobs.advance(one, stage, detail);
  }

  /** As the suite's lever; `POST /v1/answers` says the first of it. */
  answer(say: (asked: Asked) => readonly Said[]): void {
    this.#now().jobs.say = say;
  }

  shuffle(seed: number): void {
    this.#now().jobs.seed = seed;
  }

  word(job: string, word: string): void {
    this.#job(job).word = word;
  }

  words(): Readonly<Record<string, Stage>> {
    return STATES;
  }

  fail(failure: Failure): void {
    this.#now().door.fail(failure);
  }

  cut(afterBytes: number): void {
    this.#now().desk.cutAfter = afterBytes;
  }

  serve(serving: Serving): void {
    this.#now().desk.serving = serving;
  }

  delayList(milliseconds: number): void {
    this.#now().desk.listLagMs = milliseconds;
  }

  plant(label: string): void {
    this.#now().jobs.create({label, model: 'acme-1', input: undefined});
  }

  async lose(id: string): Promise<void> {
    const {files, jobs} = this.#now();
    const {outputFile, errorFile} = jobs.get(id) ?? {};
    for (const file of [id, outputFile, errorFile]) if (file !== undefined) await files.delete(file);
  }

  seen(): readonly Seen[] {
    return this.#now().door.seen;
  }

  left(): Left {
    const {files, jobs} = this.#now();
    return {files: files.all(), jobs: jobs.all()};
  }

  async received(job: string): Promise<readonly Received[]> {
    return this.#now().jobs.received(this.#job(job));
  }

  busy(): number {
    return this.#now().door.busy;
  }

  /** Called before and after Acme acts on each request, which waits for it: here a test can kill its client. */
  around(hook: (moment: Moment) => void | Promise<void>): void {
    this.#now().door.around = hook;
  }

  #now(): Running {
    if (this.#running === undefined) throw new Error('Acme has not been started.');
    return this.#running;
  }

  #job(id: string): Job {
    const job = this.#now().jobs.get(id);
    if (job === undefined) throw new Error(`Acme has no job ${id}.`);
    return job;
  }
}
