import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {
  Asked,
  Failure,
  Left,
  Operation,
  Received,
  Said,
  Seen,
  Serving,
  Stage,
  StageDetail,
  Vendor,
} from '@agac/provider/conformance';
import {Desk} from './vendor/desk.js';
import {type Exchange, openExchange} from './vendor/exchange.js';
import {errorBody, Failures, suffer} from './vendor/failures.js';
import {FileStore} from './vendor/file-store.js';
import {type Job, JobBook, STATES} from './vendor/job-book.js';

export interface AcmeOptions {
  /** A job is done as soon as it is asked about; default true. False: it moves only when it is advanced. */
  readonly auto?: boolean;
  readonly key?: string;
}

/** A point at which a request stands still while a test looks on, or kills the client. */
export interface Moment {
  readonly on: Operation;
  readonly when: 'before' | 'after';
  readonly path: string;
}

interface Running {
  readonly server: Server;
  readonly folder: string;
  readonly files: FileStore;
  readonly jobs: JobBook;
  readonly desk: Desk;
}

/** Acme, a make-believe file-and-batch vendor, on the loopback interface; with levers. */
export class AcmeVendor implements Vendor {
  readonly key: string;
  readonly #auto: boolean;
  readonly #failures = new Failures();
  readonly #seen: Exchange['seen'][] = [];
  readonly #sockets = new Map<Socket, number>();
  #around: (moment: Moment) => void | Promise<void> = () => {};
  #connections = 0;
  #busy = 0;
  #running: Running | undefined;

  constructor(options: AcmeOptions = {}) {
    this.key = options.key ?? 'acme-key-0123456789';
    this.#auto = options.auto ?? true;
  }

  async start(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'acme-'));
    const files = new FileStore(folder);
    const jobs = new JobBook(files);
    const server = createServer((request, response) => void this.#serve(request, response));
    server.on('connection', (socket) => {
      this.#connections += 1;
      this.#sockets.set(socket, this.#connections);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#running = {server, folder, files, jobs, desk: new Desk({auto: this.#auto, files, jobs})};
  }

  async stop(): Promise<void> {
    const {server, folder} = this.#now();
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets.keys()) socket.destroy();
    await closed;
    await rm(folder, {recursive: true, force: true});
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#now().server.address() as AddressInfo).port}`;
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
    this.#failures.add(failure);
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
    return this.#seen;
  }

  left(): Left {
    const {files, jobs} = this.#now();
    return {files: files.all(), jobs: jobs.all()};
  }

  async received(job: string): Promise<readonly Received[]> {
    return this.#now().jobs.received(this.#job(job));
  }

  busy(): number {
    return this.#busy;
  }

  /** Called before and after Acme acts on each request; the request waits for it. */
  around(hook: (moment: Moment) => void | Promise<void>): void {
    this.#around = hook;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = openExchange(request, response, this.#sockets.get(request.socket) ?? 0);
    this.#seen.push(exchange.seen);
    this.#busy += 1;
    response.once('close', () => {
      this.#busy -= 1;
    });
    try {
      await this.#answer(exchange);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500).end(errorBody('fake_broke', String(error)));
      else response.destroy();
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const {on, request, response, seen} = exchange;
    const failure = this.#failures.take(on);
    await this.#around({on, when: 'before', path: seen.path});
    if (failure?.when === 'before') {
      request.resume();
      return suffer(response, failure, '{"id": "nothing"}');
    }
    if (seen.key !== this.key) return refuseKey(exchange);
    const {desk} = this.#now();
    const reply = await desk.act(exchange);
    await this.#around({on, when: 'after', path: seen.path});
    const good = 'json' in reply ? reply.json : '';
    if (failure !== undefined) suffer(response, failure, good);
    else if ('file' in reply) await desk.send(exchange, reply.file);
    else response.writeHead(reply.status, {'content-type': 'application/json'}).end(good);
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

// As vendors do, the message repeats the key that was offered.
function refuseKey({request, response, seen}: Exchange): void {
  request.resume();
  const message = seen.key === undefined ? 'A key is needed.' : `There is no key ${seen.key}.`;
  response.writeHead(401, {'content-type': 'application/json'}).end(errorBody('bad_key', message));
}
