import type {Asked, Received, Said, Stage, StageDetail} from '../conformance/vendor.js';
import type {JsonObject} from '../json.js';
import {type FileStore, fileLines, type StoredFile} from './file-store.js';
import type {Manners, Spoken} from './manners.js';
import {plausible} from './plausible.js';
import {shuffled} from './shuffled.js';

export interface JobInit {
  /** What the sender called it, wherever the vendor keeps that. */
  readonly label: string;
  readonly model: string;
  /** The requests, one a line. Absent: a job that another tool sent. */
  readonly input?: StoredFile | undefined;
  /** How many requests; default: the lines of the input. */
  readonly total?: number | undefined;
  /** What else the vendor notes of it. */
  readonly extra?: JsonObject;
}

export interface Job extends JobInit {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly total: number;
  readonly extra: JsonObject;
  stage: Stage;
  /** Told in place of the stage's own word. */
  word?: string;
  /** How many requests have been worked off. */
  done: number;
  answered: number;
  failed: number;
  message?: string;
  output?: StoredFile;
  errors?: StoredFile;
}

/** A fake's jobs: what was asked, where each stands, and the result files that their ends leave. */
export class JobBook {
  say: (asked: Asked) => readonly Said[];
  seed: number | undefined;
  readonly #files: FileStore;
  readonly #manners: Manners;
  readonly #jobs = new Map<string, Job>();
  #made = 0;

  constructor(files: FileStore, manners: Manners) {
    this.#files = files;
    this.#manners = manners;
    this.say = ({body}) => [{kind: 'text', text: plausibleText(manners.schemaOf(body))}];
  }

  create(init: JobInit): Job {
    this.#made += 1; // not the number of jobs: an id is not given again when its job is deleted
    const job: Job = {
      ...init,
      id: this.#manners.jobId(this.#made),
      createdAt: Date.now(),
      total: init.total ?? init.input?.lines ?? 0,
      extra: init.extra ?? {},
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

  delete(id: string): void {
    this.#jobs.delete(id);
  }

  /** Newest first. */
  all(): readonly Job[] {
    return [...this.#jobs.values()].reverse();
  }

  /** The word for where a job stands. */
  wordOf({word, stage}: Job): string {
    return word ?? Object.entries(this.#manners.words).find(([, known]) => known === stage)?.[0] ?? stage;
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
    const received: Received[] = [];
    if (job.input === undefined) return received;
    for await (const line of fileLines(job.input)) {
      received.push({...this.#manners.readLine(line), bytes: Buffer.byteLength(line)});
    }
    return received;
  }

  async #finish(job: Job, end: 'completed' | 'expired' | 'cancelled'): Promise<void> {
    const hidden = this.#manners.hidesResults;
    const save = (channel: Spoken['channel']) =>
      this.#files.save({name: `${job.id}-${channel}.jsonl`, hidden}, this.#channel(job, end, channel));
    const output = await save('output');
    const errors = await save('error');
    job.answered = output.lines;
    job.failed = errors.lines;
    if (output.bytes > 0) job.output = output;
    else await this.#files.delete(output.id);
    if (errors.bytes > 0) job.errors = errors;
    else await this.#files.delete(errors.id);
  }

  async *#channel(job: Job, end: string, channel: Spoken['channel']): AsyncGenerator<Uint8Array> {
    const lines = this.#lines(job, end, channel);
    const inOrder = this.seed === undefined ? lines : await shuffled(lines, this.seed);
    for await (const line of inOrder) yield Buffer.from(`${line}\n`);
  }

  async *#lines(job: Job, end: string, channel: Spoken['channel']): AsyncGenerator<string> {
    if (job.input === undefined) return;
    let ordinal = 0;
    for await (const line of fileLines(job.input)) {
      const asked = {ordinal, ...this.#manners.readLine(line)};
      for (const spoken of this.#speak(job, asked, end)) if (spoken.channel === channel) yield spoken.line;
      ordinal += 1;
    }
  }

  #speak(job: Job, asked: Asked, end: string): readonly Spoken[] {
    if (asked.ordinal < job.done) return this.say(asked).map((said) => this.#manners.speak(asked, said));
    const spoken = this.#manners.neverCame(asked.id, end === 'expired' ? 'expired' : 'cancelled');
    return spoken === undefined ? [] : [spoken];
  }
}

/** Something that fits the schema asked for, or plain text. */
function plausibleText(schema: JsonObject | undefined): string {
  return schema === undefined ? 'text' : JSON.stringify(plausible(schema));
}
