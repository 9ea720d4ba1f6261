import type {Result} from '@agac/provider';
import type {RequestWeight} from '../domain/cost.js';
import type {PartPlan, PartRound, RoundRef} from '../domain/run.js';
import type {AtomicFile} from '../store/atomic-file.js';
import type {MadeRequest} from './asker.js';
import type {BatchRequestLine, OnlineRequestLine} from './stored-lines.js';

/** What stands around an id and a body in a line of a requests file. */
const AROUND = {batch: '{"id":"","body":}'.length, online: '{"id":"","request":}'.length};

interface Files {
  readonly requests: AtomicFile;
  /** Where its requests have been answered before. */
  readonly answers?: AtomicFile;
}

/** A part while its requests are written. Nothing of it exists before `close`. */
export class FillingPart {
  readonly #about: Omit<PartPlan, 'count' | 'bytes' | 'rounds' | 'weight'>;
  readonly #files: Files;
  readonly #rounds: PartRound[] = [];
  #count = 0;
  #bytes = 0;
  #weight: RequestWeight | undefined;
  #isOpen = true;

  constructor(about: Omit<PartPlan, 'count' | 'bytes' | 'rounds' | 'weight'>, files: Files) {
    this.#about = about;
    this.#files = files;
  }

  get plan(): PartPlan {
    const {part, mode, key, ...to} = this.#about;
    const sums = {count: this.#count, bytes: this.#bytes, rounds: this.#rounds};
    return {part, mode, key, ...sums, ...to, ...(this.#weight && {weight: this.#weight})};
  }

  /** Adds a request that is to be sent. Returns what it weighs. */
  add(round: RoundRef, made: MadeRequest): RequestWeight {
    const bytes = this.#write(round, made);
    const weight = {bytes, ...(made.mostOutput !== undefined && {mostOutput: made.mostOutput})};
    this.#weight = together(this.#weight, weight);
    return weight;
  }

  /** Adds a request that has been answered before. */
  addAnswered(round: RoundRef, made: MadeRequest, answer: Result): void {
    this.#write(round, made);
    this.#files.answers!.write(`${JSON.stringify({...answer, id: made.id})}\n`);
  }

  /** Makes the files durable. Does nothing the second time. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#files.requests.commit();
    this.#files.answers?.commit();
  }

  /** Does nothing after {@link close}. */
  discard(): void {
    this.#files.requests.discard();
    this.#files.answers?.discard();
  }

  /** Returns how many bytes the body has as JSON. */
  #write(round: RoundRef, {id, request, encoded}: MadeRequest): number {
    const line: BatchRequestLine | OnlineRequestLine = encoded ? {id, body: encoded.body} : {id, request};
    const text = JSON.stringify(line);
    this.#files.requests.write(`${text}\n`);
    this.#count += 1;
    if (encoded) this.#bytes += encoded.bytes + 1;
    this.#countIn(round);
    return Buffer.byteLength(text) - id.length - AROUND[encoded ? 'batch' : 'online'];
  }

  #countIn({action, round}: RoundRef): void {
    const found = this.#rounds.findIndex((each) => each.action === action && each.round === round);
    const place = found === -1 ? this.#rounds.length : found;
    this.#rounds[place] = {action, round, requests: (this.#rounds[place]?.requests ?? 0) + 1};
  }
}

/** What one and another weigh; there is no limit to what comes out where one of them has none. */
export function together(one: RequestWeight | undefined, other: RequestWeight): RequestWeight {
  if (one === undefined) return other;
  const isLimited = one.mostOutput !== undefined && other.mostOutput !== undefined;
  return {bytes: one.bytes + other.bytes, ...(isLimited && {mostOutput: one.mostOutput! + other.mostOutput!})};
}
