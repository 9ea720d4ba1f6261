import type {Result} from '@agac/provider';
import {type Group, Packer} from '../batches/pack.js';
import type {RequestWeight} from '../domain/cost.js';
import type {PartMode, PartPlan, RoundRef} from '../domain/run.js';
import type {AtomicFile} from '../store/atomic-file.js';
import {partKey} from '../store/ids.js';
import {decisionsFile, refusedFile, requestsFile, resultsFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import type {MadeRequest} from './asker.js';
import {FillingPart, together} from './filling-part.js';
import {actionOf, roundOf} from './round-records.js';
import type {RefusedLine} from './stored-lines.js';

/** The request files of the parts that are being planned, round after round. Nothing of them exists before `commit`. */
export class PartFiles {
  readonly #store: RunStore;
  readonly #packer = new Packer();
  /** A tool or a person has no requests to be filled with. */
  readonly #parts: (FillingPart | PartPlan)[] = [];
  /** The part that each group of requests goes into now. */
  readonly #open = new Map<Group, FillingPart>();
  /** Groups of one round only. */
  readonly #apart = new Set<Group>();
  readonly #refused = new Map<string, AtomicFile>();
  readonly #decided: AtomicFile[] = [];
  #weight: RequestWeight | undefined;

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** The number of the part that comes next. */
  get #next(): number {
    return this.#store.state.parts.length + this.#parts.length;
  }

  /** Of the requests of this round that are to be sent; undefined: there are none. */
  get weight(): RequestWeight | undefined {
    return this.#weight;
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
    if (isApart) this.#apart.add(group);
    const mode = encoded ? 'batch' : 'online';
    const part = placement.isNew ? this.#begin(group, made, mode) : this.#open.get(group)!;
    this.#weight = together(this.#weight, part.add(round, made));
    return undefined;
  }

  /** Puts a request into a part that is sent to nobody, with the answer that an earlier run has. */
  reuse(round: RoundRef, made: MadeRequest, answer: Result): void {
    const group = JSON.stringify(['reused', made.connection, made.request.model]);
    const part = this.#open.get(group) ?? this.#begin(group, made, 'reused');
    part.addAnswered(round, made, answer);
  }

  /** No more of this round: what nothing else may go into is closed, as a process cannot have thousands of files open. */
  endRound(): void {
    for (const group of this.#apart) {
      this.#open.get(group)!.close();
      this.#open.delete(group);
    }
    this.#apart.clear();
    this.#weight = undefined;
  }

  /** A tool or a person gets the records themselves; such a part has no requests. */
  addInHouse(round: RoundRef, mode: 'tool' | 'hitl', count: number): void {
    const part = this.#next;
    const rounds = [{...round, requests: count}];
    this.#parts.push({part, mode, key: partKey(this.#store.state.run, part), count, bytes: 0, rounds});
  }

  /** The same for a person, with a file for what was decided on its records before. */
  addDecided(round: RoundRef, count: number): AtomicFile {
    const decisions = this.#store.create(decisionsFile(this.#next));
    this.#decided.push(decisions);
    this.addInHouse(round, 'hitl', count);
    return decisions;
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
    for (const file of [...this.#refused.values(), ...this.#decided]) file.commit();
    return this.#parts.map((part) => {
      if (!(part instanceof FillingPart)) return part;
      part.close();
      return part.plan;
    });
  }

  discard(): void {
    for (const file of [...this.#refused.values(), ...this.#decided]) file.discard();
    for (const part of this.#parts) if (part instanceof FillingPart) part.discard();
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

  #begin(group: Group, {connection, request, encoded}: MadeRequest, mode: PartMode): FillingPart {
    this.#open.get(group)?.close();
    const part = this.#next;
    const lane = encoded?.lane === undefined ? {} : {lane: encoded.lane};
    const begun = new FillingPart(
      {part, mode, key: partKey(this.#store.state.run, part), connection, model: request.model, ...lane},
      {
        requests: this.#store.create(requestsFile(part)),
        ...(mode === 'reused' && {answers: this.#store.create(resultsFile(part))}),
      },
    );
    this.#open.set(group, begun);
    this.#parts.push(begun);
    return begun;
  }
}
