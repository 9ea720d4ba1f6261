import {
  type Call,
  fault,
  type JsonObject,
  type Part,
  type PartEntry,
  type Provider,
  type Receipt,
  type Result,
  type Steps,
} from '@agac/provider';

/** One job at the vendor. */
export interface Job {
  readonly id: string;
  readonly key: string;
  readonly entries: readonly PartEntry[];
}

/** What the vendor is asked about one record. */
export interface Question {
  readonly id: string;
  /** The fields the model is shown. */
  readonly shown: JsonObject;
  /** The texts of the whole conversation. */
  readonly texts: readonly string[];
  /** How often the vendor was asked about these fields before, in whatever job. */
  readonly before: number;
}

/** A text is the model's answer; undefined: there is no line for the request at all. */
export type Reply = string | undefined | Exclude<Result, {readonly kind: 'unreadable'}>;

/**
 * A vendor of batches that lives in memory and does as it is told: a whole implementation of the contract. Jobs outlive
 * the process that sent them, as a vendor's do. Results come in another order than the requests.
 */
export class ScriptedVendor {
  readonly jobs: Job[] = [];
  /** Every call of `submit`, whatever came of it. */
  readonly submits: {readonly key: string; readonly step: JsonObject | undefined}[] = [];
  /** Of every `complete`. */
  completed = 0;
  answer: (question: Question) => Reply = () => '{"label":"ok"}';
  /** Called inside `submit`, before and after the job is made; may throw. */
  beforeCreate: (part: Part, call: Call & Steps) => Promise<void> | void = () => {};
  afterCreate: (part: Part, call: Call & Steps) => Promise<void> | void = () => {};
  status: Provider['status'] = async () => ({phase: 'ended', end: 'completed', word: 'DONE'});
  /** Which abilities it has. */
  traits: {idempotent?: true; settleMs?: number; find?: false; limits?: object} = {};
  readonly #seen = new Map<string, number>();

  /** What a process opens: any number of them are the same vendor. */
  open(): Provider {
    const {idempotent, settleMs = 0, find, limits = {}} = this.traits;
    return {
      contract: 1,
      name: 'scripted',
      settleMs,
      ...(idempotent && {idempotent}),
      describe: (model) => ({model, limits, schema: 'none', parameters: [], partialResults: false}),
      encode: ({messages}) => {
        const body = {messages: messages.map(({text}) => text)};
        return {body, bytes: JSON.stringify(body).length, notes: []};
      },
      submit: (part, call) => this.#submit(part, call),
      ...(find !== false && {find: async ({key}) => receiptOf(this.jobs.find((job) => job.key === key))}),
      status: (receipt, call) => this.status(receipt, call),
      results: (receipt) => this.#results(receipt),
      decode: (text) => JSON.parse(text) as Result,
      complete: async ({messages}) => {
        this.completed += 1;
        return (
          this.#reply(
            '',
            messages.map(({text}) => text),
          ) ?? {kind: 'unreadable', message: 'nothing'}
        );
      },
    };
  }

  /** Everything that was bought, one line for each request: whose it is. */
  get bought(): readonly string[] {
    return this.jobs.flatMap((job) => job.entries.map((entry) => entry.id));
  }

  async #submit(part: Part, call: Call & Steps): Promise<Receipt> {
    this.submits.push({key: part.key, step: call.step});
    await this.beforeCreate(part, call);
    const known = this.jobs.find((each) => each.key === part.key);
    const job = (this.traits.idempotent && known) || (await this.#create(part));
    await this.afterCreate(part, call);
    return {id: job.id};
  }

  async #create(part: Part): Promise<Job> {
    const entries: PartEntry[] = [];
    for await (const entry of part.entries()) entries.push(entry);
    const job = {id: `job-${this.jobs.length}`, key: part.key, entries};
    this.jobs.push(job);
    return job;
  }

  async *#results({id}: Receipt): AsyncGenerator<{text: string}> {
    const job = this.jobs.find((each) => each.id === id)!;
    for (const {id: request, body} of job.entries.toReversed()) {
      const result = this.#reply(request, body['messages'] as unknown as string[]);
      if (result !== undefined) yield {text: JSON.stringify(result)};
    }
  }

  #reply(id: string, texts: readonly string[]): Result | undefined {
    const about = texts[1]!;
    const before = this.#seen.get(about) ?? 0;
    this.#seen.set(about, before + 1);
    const reply = this.answer({id, texts, before, shown: JSON.parse(about) as JsonObject});
    if (typeof reply === 'string') return {kind: 'answer', id, text: reply, finish: 'stop'};
    return reply === undefined ? undefined : {...reply, id};
  }
}

function receiptOf(job: Job | undefined): Receipt | undefined {
  return job === undefined ? undefined : {id: job.id};
}

/** A fault of a submit. */
export function submitFault(
  outcome: 'not-sent' | 'refused' | 'unknown' | undefined,
  more: {retry?: 'never' | 'same' | 'later'; afterMs?: number; code?: string} = {},
): Error {
  const {code = 'trouble', retry = 'never', afterMs} = more;
  return fault({code, message: `trouble (${outcome})`, retry, outcome, afterMs});
}
