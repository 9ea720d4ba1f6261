import type {JsonObject} from '@agac/provider';
import type {Serving} from '@agac/provider/conformance';
import {sendFile} from './download.js';
import {bodyOf, type Exchange, idIn} from './exchange.js';
import {errorBody} from './failures.js';
import type {FileStore, StoredFile} from './file-store.js';
import type {Job, JobBook} from './job-book.js';
import {jobObject, jobPage} from './job-object.js';
import {requestError, textAnswer} from './say.js';

/** What Acme answers: JSON, or a stored file. */
export type Reply = {readonly status: number; readonly json: string} | {readonly file: StoredFile};

/** Acme's calls. Each acts, and returns what is to be answered. */
export class Desk {
  /** Asking about a job ends it. */
  auto: boolean;
  listLagMs = 0;
  cutAfter: number | undefined;
  serving: Serving | undefined;
  readonly #files: FileStore;
  readonly #jobs: JobBook;

  constructor(init: {readonly auto: boolean; readonly files: FileStore; readonly jobs: JobBook}) {
    this.auto = init.auto;
    this.#files = init.files;
    this.#jobs = init.jobs;
  }

  async act(exchange: Exchange): Promise<Reply> {
    const {on, url} = exchange;
    if (on === 'upload') return this.#upload(exchange);
    const body = await readJson(exchange);
    switch (on) {
      case 'create':
        return this.#create(body);
      case 'list':
        return ok(jobPage(this.#listed(), url.searchParams));
      case 'status':
        return this.#withJob(exchange, (job) => this.#ask(job));
      case 'cancel':
        return this.#withJob(exchange, (job) => this.#cancel(job));
      case 'results':
        return this.#withFile(exchange, (file) => ({file}));
      case 'discard':
        return this.#withFile(exchange, async (file) => ok({id: file.id, deleted: await this.#files.delete(file.id)}));
      case 'complete':
        return this.#complete(body);
      case 'other':
        if (isFileQuestion(exchange)) return this.#withFile(exchange, (file) => ok(fileObject(file)));
        return refused(404, 'no_such_call', `There is no ${exchange.seen.method} ${url.pathname}.`);
    }
  }

  /** Sends a file in the shape that was asked for; a cut is used up by one. */
  async send({response}: Exchange, file: StoredFile): Promise<void> {
    const cutAfter = this.cutAfter;
    this.cutAfter = undefined;
    await sendFile(response, file, {serving: this.serving, cutAfter});
  }

  async #upload(exchange: Exchange): Promise<Reply> {
    const query = exchange.url.searchParams;
    const seconds = query.get('expires_in');
    const name = query.get('name') ?? 'unnamed';
    const file = await this.#files.save(name, bodyOf(exchange), seconds === null ? undefined : Number(seconds));
    return ok(fileObject(file));
  }

  #create(body: JsonObject): Reply {
    const input = this.#files.get(String(body['input_file']));
    if (input === undefined) return refused(400, 'no_such_file', `There is no file ${body['input_file']}.`);
    return ok(jobObject(this.#jobs.create({label: String(body['label']), model: String(body['model']), input})));
  }

  #listed(): readonly Job[] {
    return this.#jobs.all().filter((job) => Date.now() - job.createdAt >= this.listLagMs);
  }

  async #ask(job: Job): Promise<Reply> {
    if (this.auto && !hasEnded(job)) {
      await this.#jobs.advance(job, job.stage === 'stopping' ? 'cancelled' : 'completed');
    }
    return ok(jobObject(job));
  }

  async #cancel(job: Job): Promise<Reply> {
    if (!hasEnded(job)) await this.#jobs.advance(job, 'stopping');
    return ok(jobObject(job));
  }

  #complete(body: JsonObject): Reply {
    const asked = {id: 'online', ordinal: 0, body};
    const said = this.#jobs.say(asked)[0];
    if (said?.kind === 'text') return ok(textAnswer(asked, said));
    const fault = said?.kind === 'fault' ? said : {kind: 'fault' as const, status: 422};
    const status = fault.status === 'timeout' ? 504 : fault.status;
    return {status, json: JSON.stringify({error: requestError(fault)})};
  }

  #withJob(exchange: Exchange, act: (job: Job) => Promise<Reply>): Reply | Promise<Reply> {
    const job = this.#jobs.get(idIn(exchange));
    return job === undefined ? refused(404, 'no_such_job', `There is no job ${idIn(exchange)}.`) : act(job);
  }

  #withFile(exchange: Exchange, act: (file: StoredFile) => Reply | Promise<Reply>): Reply | Promise<Reply> {
    const file = this.#files.get(idIn(exchange));
    return file === undefined ? refused(404, 'no_such_file', `There is no file ${idIn(exchange)}.`) : act(file);
  }
}

function isFileQuestion({seen}: Exchange): boolean {
  return seen.method === 'GET' && /^\/v1\/files\/[^/]+$/.test(seen.path);
}

function fileObject({id, name, bytes}: StoredFile): JsonObject {
  return {id, name, bytes};
}

function hasEnded({stage}: Job): boolean {
  return stage === 'completed' || stage === 'failed' || stage === 'expired' || stage === 'cancelled';
}

async function readJson(exchange: Exchange): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyOf(exchange)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as JsonObject);
}

function ok(json: JsonObject): Reply {
  return {status: 200, json: JSON.stringify(json)};
}

function refused(status: number, code: string, message: string): Reply {
  return {status, json: errorBody(code, message)};
}
