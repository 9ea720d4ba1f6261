import type {Result} from '@agac/provider';
import {type Group, Packer} from '../batches/pack.js';
import type {RequestWeight} from '../domain/cost.js';
import type {PartMode, PartPlan, PartRound, RoundRef} from '../domain/run.js';
import type {AtomicFile} from '../store/atomic-file.js';
import {partKey} from '../store/ids.js';
import {decisionsFile, refusedFile, requestsFile, resultsFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import type {MadeRequest} from './asker.js';
import {actionOf, roundOf} from './round-records.js';
import type {BatchRequestLine, OnlineRequestLine, RefusedLine} from './stored-lines.js';

/** What stands around an id and a body in a line of a requests file. */
const AROUND = {batch: '{"id":"","body":}'.length, online: '{"id":"","request":}'.length};

interface Filling extends PartPlan {
  /** Until the part is full. */
  readonly file?: AtomicFile;
  /** Where its requests have been answered, or its records decided on, before. */
  readonly answers?: AtomicFile;
}

/** The request files of the parts that are being planned. Nothing of them exists before `commit`. */
export class PartFiles {
  readonly #store: RunStore;
  readonly #packer = new Packer();
  readonly #parts: Filling[] = [];
  /** The part that each group of requests goes into now: a position in `#parts`. */
  readonly #open = new Map<Group, number>();
  /** Groups of one round only. */
  readonly #apart = new Set<Group>();
  readonly #refused = new Map<string, AtomicFile>();
  readonly #weights = new Map<string, RequestWeight>();

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** Puts a request into a part. Returns why not, where it fits into none. */
  add(round: RoundRef, made: MadeRequest): string | undefined {
    const {connection, request, encoded} = made;
    const isApart = this.#isApart(round, made);
    const group = JSON.stringify([connection, request.model, encoded?.lane ?? null, isApart ? round : null]);
    const placement = this.#packer.place(group, encoded?.bytes ?? 0, encoded?.limits ?? {});
    if (placement.kind === 'too-long') {
      return `The request is ${encoded?.bytes} bytes long; ${connection.vendor} takes at most ${placement.limit}.`;
    }
    if (placement.isNew) this.#begin(group, made, encoded ? 'batch' : 'online');
    if (isApart) this.#apart.add(group);
    this.#weigh(group, round, {bytes: this.#write(group, round, made), mostOutput: made.mostOutput});
    return undefined;
  }

  /** Of the requests of a round that are to be sent; undefined: there are none. */
  weightOf(round: RoundRef): RequestWeight | undefined {
    return this.#weights.get(nameOf(round));
  }

  /** Puts a request into a part that is sent to nobody, with the answer that an earlier run has. */
  reuse(round: RoundRef, made: MadeRequest, answer: Result): void {
    const group = JSON.stringify(['reused', made.connection, made.request.model]);
    if (!this.#open.has(group)) this.#begin(group, made, 'reused');
    this.#write(group, round, made);
    const {answers} = this.#parts[this.#open.get(group)!]!;
    answers!.write(`${JSON.stringify({...answer, id: made.id})}\n`);
  }

  /** No more of this round: what nothing else may go into is closed, as a process cannot have thousands of files open. */
  endRound(): void {
    for (const group of this.#apart) {
      this.#close(this.#open.get(group)!);
      this.#open.delete(group);
    }
    this.#apart.clear();
  }

  /** A tool or a person gets the records themselves; such a part has no requests. */
  addInHouse(round: RoundRef, mode: 'tool' | 'hitl', count: number): void {
    const part = this.#store.state.parts.length + this.#parts.length;
    this.#parts.push({
      part,
      mode,
      key: partKey(this.#store.state.run, part),
      count,
      bytes: 0,
      rounds: [{...round, requests: count}],
    });
  }

  /** The same for a person, with a file for what was decided on its records before. */
  addDecided(round: RoundRef, count: number): AtomicFile {
    this.addInHouse(round, 'hitl', count);
    const part = this.#parts.at(-1)!;
    const answers = this.#store.create(decisionsFile(part.part));
    this.#parts[this.#parts.length - 1] = {...part, answers};
    return answers;
  }

  /** Keeps the reason why a record is not asked. */
  refuse({action, round}: RoundRef, {id, message}: {id: string; message: string}): void {
    const name = refusedFile(action, round);
    const file = this.#refused.get(name) ?? this.#store.create(name);
    this.#refused.set(name, file);
    file.write(`${JSON.stringify({id, message} satisfies RefusedLine)}\n`);
  }

  /** Makes all files durable and returns the parts. */
  commit(): PartPlan[] {
    for (const file of this.#refused.values()) file.commit();
    for (const number of this.#parts.keys()) this.#close(number);
    return this.#parts.map(({file, answers, ...part}) => part);
  }

  discard(): void {
    for (const file of this.#refused.values()) file.discard();
    for (const {file, answers} of this.#parts) {
      file?.discard();
      answers?.discard();
    }
  }

  /**
   * Online answers come one by one: every round has a part of its own, without limits. And one of as many records as a
   * part can hold would be torn in two by what others left of the last part, and wait for both.
   */
  #isApart(round: RoundRef, {encoded}: MadeRequest): boolean {
    if (encoded === undefined) return true;
    const {kind, intake} = roundOf(this.#store.state, round);
    return kind === 'first' && actionOf(this.#store.state, round.action).intakes[intake]?.more === true;
  }

  /** Returns how many bytes the body has as JSON. */
  #write(group: Group, round: RoundRef, {id, request, encoded}: MadeRequest): number {
    const number = this.#open.get(group)!;
    const part = this.#parts[number]!;
    const line: BatchRequestLine | OnlineRequestLine = encoded ? {id, body: encoded.body} : {id, request};
    const text = JSON.stringify(line);
    part.file!.write(`${text}\n`);
    const bytes = part.bytes + (encoded ? encoded.bytes + 1 : 0);
    this.#parts[number] = {...part, count: part.count + 1, bytes, rounds: withOneOf(part.rounds, round)};
    return Buffer.byteLength(text) - id.length - AROUND[encoded ? 'batch' : 'online'];
  }

  #weigh(group: Group, round: RoundRef, weight: {bytes: number; mostOutput: number | undefined}): void {
    const number = this.#open.get(group)!;
    const part = this.#parts[number]!;
    this.#parts[number] = {...part, weight: heavier(part.weight, weight)};
    this.#weights.set(nameOf(round), heavier(this.#weights.get(nameOf(round)), weight));
  }

  #begin(group: Group, {connection, request, encoded}: MadeRequest, mode: PartMode): void {
    const full = this.#open.get(group);
    if (full !== undefined) this.#close(full);
    const part = this.#store.state.parts.length + this.#parts.length;
    this.#open.set(group, this.#parts.length);
    this.#parts.push({
      part,
      mode,
      key: partKey(this.#store.state.run, part),
      count: 0,
      bytes: 0,
      rounds: [],
      connection,
      model: request.model,
      ...(encoded?.lane === undefined ? {} : {lane: encoded.lane}),
      file: this.#store.create(requestsFile(part)),
      ...(mode === 'reused' && {answers: this.#store.create(resultsFile(part))}),
    });
  }

  #close(number: number): void {
    const {file, answers, ...part} = this.#parts[number]!;
    file?.commit();
    answers?.commit();
    this.#parts[number] = part;
  }
}

function nameOf({action, round}: RoundRef): string {
  return JSON.stringify([action, round]);
}

/** With one request more. */
function heavier(
  before: RequestWeight | undefined,
  {bytes, mostOutput}: {readonly bytes: number; readonly mostOutput: number | undefined},
): RequestWeight {
  if (before === undefined) return {bytes, ...(mostOutput !== undefined && {mostOutput})};
  const isLimited = before.mostOutput !== undefined && mostOutput !== undefined;
  return {bytes: before.bytes + bytes, ...(isLimited && {mostOutput: before.mostOutput! + mostOutput!})};
}

/** With one request more of the round. */
function withOneOf(rounds: readonly PartRound[], {action, round}: RoundRef): readonly PartRound[] {
  const place = rounds.findIndex((each) => each.action === action && each.round === round);
  const {requests = 0} = rounds[place] ?? {};
  const counted = {action, round, requests: requests + 1};
  return place === -1 ? [...rounds, counted] : rounds.with(place, counted);
}
