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
} from '../conformance/vendor.js';
import {FileStore} from './file-store.js';
import {FrontDoor, type Moment} from './front-door.js';
import {type Job, JobBook} from './job-book.js';
import type {Manners} from './manners.js';
import {Shop} from './shop.js';

export interface LoopbackOptions {
  /** A job is done as soon as it is asked about; default true. False: it moves only when it is advanced. */
  readonly auto?: boolean;
  /** The key that is let in; default a made-up one. */
  readonly key?: string;
}

interface Running {
  readonly port: number;
  readonly folder: string;
  readonly shop: Shop;
  readonly door: FrontDoor;
}

/** A vendor on the loopback interface, with the manners of a real one and with levers; they work once it is started. */
export class LoopbackVendor implements Vendor {
  readonly key: string;
  readonly #auto: boolean;
  readonly #manners: Manners;
  #running: Running | undefined;

  constructor(manners: Manners, {auto = true, key = `${manners.name}-key-0123456789`}: LoopbackOptions = {}) {
    this.#manners = manners;
    this.#auto = auto;
    this.key = key;
  }

  async start(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'vendor-'));
    const files = new FileStore(folder, this.#manners.fileId);
    const shop = new Shop({files, jobs: new JobBook(files, this.#manners), auto: this.#auto});
    const door = new FrontDoor({manners: this.#manners, shop, key: this.key});
    this.#running = {port: await door.open(), folder, shop, door};
  }

  async stop(): Promise<void> {
    const {door, folder} = this.#now();
    await door.close();
    await rm(folder, {recursive: true, force: true});
  }

  get url(): string {
    return `http://127.0.0.1:${this.#now().port}${this.#manners.basePath ?? ''}`;
  }

  finish(job: string): Promise<void> {
    return this.advance(job, 'completed');
  }

  /** As the suite's lever; `all` moves every job. */
  async advance(job: string, stage: Stage, detail?: StageDetail): Promise<void> {
    const {jobs} = this.#now().shop;
    const moved = job === 'all' ? jobs.all() : [this.#job(job)];
    for (const one of moved) await jobs.advance(one, stage, detail);
  }

  /** As the suite's lever; a request that is answered now gets the first of it. */
  answer(say: (asked: Asked) => readonly Said[]): void {
    this.#now().shop.jobs.say = say;
  }

  shuffle(seed: number): void {
    this.#now().shop.jobs.seed = seed;
  }

  word(job: string, word: string): void {
    this.#job(job).word = word;
  }

  words(): Readonly<Record<string, Stage>> {
    return this.#manners.words;
  }

  fail(failure: Failure): void {
    this.#now().door.fail(failure);
  }

  cut(afterBytes: number): void {
    this.#now().door.cutAfter = afterBytes;
  }

  serve(serving: Serving): void {
    this.#now().door.serving = serving;
  }

  delayList(milliseconds: number): void {
    this.#now().shop.listLagMs = milliseconds;
  }

  plant(label: string, count?: number): string {
    return this.#now().shop.jobs.create({label, model: 'planted', total: count}).id;
  }

  async lose(id: string): Promise<void> {
    const {files, jobs} = this.#now().shop;
    const {output, errors} = jobs.get(id) ?? {};
    for (const file of [id, output?.id, errors?.id]) if (file !== undefined) await files.delete(file);
  }

  seen(): readonly Seen[] {
    return this.#now().door.seen;
  }

  left(): Left {
    const {files, jobs} = this.#now().shop;
    return {files: files.shown(), jobs: jobs.all()};
  }

  async received(job: string): Promise<readonly Received[]> {
    return this.#now().shop.jobs.received(this.#job(job));
  }

  busy(): number {
    return this.#now().door.busy;
  }

  /** Called before and after each request is acted on, which waits for it: here a test can kill its client. */
  around(hook: (moment: Moment) => void | Promise<void>): void {
    this.#now().door.around = hook;
  }

  #now(): Running {
    if (this.#running === undefined) throw new Error(`${this.#manners.name} has not been started.`);
    return this.#running;
  }

  #job(id: string): Job {
    const job = this.#now().shop.jobs.get(id);
    if (job === undefined) throw new Error(`${this.#manners.name} has no job ${id}.`);
    return job;
  }
}
