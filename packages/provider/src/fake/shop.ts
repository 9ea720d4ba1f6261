import type {SaidText, Stage} from '../conformance/vendor.js';
import {bodyOf, type Exchange} from './exchange.js';
import type {FileStore, StoredFile} from './file-store.js';
import type {Job, JobBook} from './job-book.js';
import type {JsonReply} from './reply.js';
import {refuse} from './reply.js';

/** What a fake has to work with, as its routes see it. */
export class Shop {
  readonly files: FileStore;
  readonly jobs: JobBook;
  listLagMs = 0;
  readonly #auto: boolean;

  constructor({files, jobs, auto}: {readonly files: FileStore; readonly jobs: JobBook; readonly auto: boolean}) {
    this.files = files;
    this.jobs = jobs;
    this.#auto = auto;
  }

  /** The jobs that a list shows by now, newest first. */
  listed(): readonly Job[] {
    return this.jobs.all().filter((job) => Date.now() - job.createdAt >= this.listLagMs);
  }

  /** The job with this id, for a question about it: where jobs move by themselves, being asked about ends one. */
  async asked(id: string): Promise<Job> {
    const job = this.job(id);
    if (this.#auto && !hasEnded(job)) {
      await this.jobs.advance(job, job.stage === 'stopping' ? 'cancelled' : 'completed');
    }
    return job;
  }

  /** The job with this id; otherwise the call is refused with 404. */
  job(id: string): Job {
    return this.jobs.get(id) ?? refuse(404, 'not_found', `There is no job ${id}.`);
  }

  /** The file with this id; otherwise the call is refused with 404. */
  file(id: string): StoredFile {
    return this.files.get(id) ?? refuse(404, 'not_found', `There is no file ${id}.`);
  }

  /** Asks a job to stop, unless it has ended. */
  async stop(job: Job): Promise<void> {
    if (!hasEnded(job)) await this.jobs.advance(job, 'stopping');
  }

  /** Stores the whole body of a request as a file. */
  saveBody(exchange: Exchange, name: string, expiresInSeconds?: number): Promise<StoredFile> {
    return this.files.save({name, expiresInSeconds}, bodyOf(exchange));
  }

  /**
   * What the fake was told to say, to a request that is answered now: the text's own JSON by `answer`, or a refusal of
   * the call with the fault's status.
   */
  complete(body: Job['extra'], answer: (said: SaidText) => JsonReply): JsonReply {
    const said = this.jobs.say({id: 'online', ordinal: 0, body})[0];
    if (said?.kind === 'text') return answer(said);
    const {status, message = 'The request failed.'} = said?.kind === 'fault' ? said : {status: 422};
    const number = status === 'timeout' ? 504 : status;
    return refuse(number, `error_${number}`, message);
  }
}

/** Whether a job does not move any more. */
export function hasEnded({stage}: {readonly stage: Stage}): boolean {
  return stage === 'completed' || stage === 'failed' || stage === 'expired' || stage === 'cancelled';
}
