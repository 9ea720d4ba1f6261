import {type Group, Packer} from '../batches/pack.js';
import type {RequestWeight} from '../domain/cost.js';
import type {PartPlan, RoundRef} from '../domain/run.js';
import type {AtomicFile} from '../store/atomic-file.js';
import {refusedFile, requestsFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import type {MadeRequest} from './asker.js';
import type {BatchRequestLine, OnlineRequestLine, RefusedLine} from './stored-lines.js';

const KEY_RADIX = 36;

/** What stands around an id and a body in a line of a requests file. */
const AROUND = {batch: '{"id":"","body":}'.length, online: '{"id":"","request":}'.length};

interface Filling extends PartPlan {
  /** Until the part is full. */
  readonly file?: AtomicFile;
}

/** The request files of the parts that are being planned. Nothing of them exists before `commit`. */
export class PartFiles {
  readonly #store: RunStore;
  readonly #packer = new Packer();
  readonly #parts: Filling[] = [];
  /** The part that each group of requests goes into now: a position in `#parts`. */
  readonly #open = new Map<Group, number>();
  readonly #refused = new Map<string, AtomicFile>();
  readonly #weights = new Map<string, RequestWeight>();

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** Puts a request into a part. Returns why not, where it fits into none. */
  add(round: RoundRef, made: MadeRequest): string | undefined {
    const {id, connection, request, encoded} = made;
    // Online answers come one by one: every round has a part of its own, without limits.
    const group = JSON.stringify([connection, request.model, encoded?.lane ?? null, encoded ? null : round]);
    const placement = this.#packer.place(group, encoded?.bytes ?? 0, encoded?.limits ?? {});
    if (placement.kind === 'too-long') {
      return `The request is ${encoded?.bytes} bytes long; ${connection.vendor} takes at most ${placement.limit}.`;
    }
    if (placement.isNew) this.#begin(group, made);
    const {count, bytes} = placement.part;
    const number = this.#open.get(group)!;
    const part = this.#parts[number]!;
    const line: BatchRequestLine | OnlineRequestLine = encoded ? {id, body: encoded.body} : {id, request};
    const text = JSON.stringify(line);
    part.file!.write(`${text}\n`);
    const weight = {
      bytes: Buffer.byteLength(text) - id.length - AROUND[encoded ? 'batch' : 'online'],
      mostOutput: made.mostOutput,
    };
    const rounds = withRound(part.rounds, round);
    this.#parts[number] = {...part, count, bytes, rounds, weight: heavier(part.weight, weight)};
    this.#weights.set(nameOf(round), heavier(this.#weights.get(nameOf(round)), weight));
    return undefined;
  }

  /** Of the requests of a round that were put into parts; undefined: there are none. */
  weightOf(round: RoundRef): RequestWeight | undefined {
    return this.#weights.get(nameOf(round));
  }

  /** A tool is called with the records themselves; its part has no requests. */
  addTool(round: RoundRef, count: number): void {
    const part = this.#store.state.parts.length + this.#parts.length;
    this.#parts.push({part, mode: 'tool', key: this.#key(part), count, bytes: 0, rounds: [round]});
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
    return this.#parts.map(({file, ...part}) => part);
  }

  discard(): void {
    for (const file of this.#refused.values()) file.discard();
    for (const part of this.#parts) part.file?.discard();
  }

  #begin(group: Group, {connection, request, encoded}: MadeRequest): void {
    const full = this.#open.get(group);
    // A batch can have thousands of parts, and a process cannot have thousands of files open.
    if (full !== undefined) this.#close(full);
    const part = this.#store.state.parts.length + this.#parts.length;
    this.#open.set(group, this.#parts.length);
    this.#parts.push({
      part,
      mode: encoded ? 'batch' : 'online',
      key: this.#key(part),
      count: 0,
      bytes: 0,
      rounds: [],
      connection,
      model: request.model,
      ...(encoded?.lane === undefined ? {} : {lane: encoded.lane}),
      file: this.#store.create(requestsFile(part)),
    });
  }

  #close(number: number): void {
    const {file, ...part} = this.#parts[number]!;
    file?.commit();
    this.#parts[number] = part;
  }

  /** Names this run and part to the vendor: letters and digits, a letter first. */
  #key(part: number): string {
    return `agac${this.#store.state.run.replace('run_', '')}p${part.toString(KEY_RADIX)}`;
  }
}

function nameOf({action, round}: RoundRef): string {
  return JSON.stringify([action, round]);
}

/** With one request more. */
function heavier(before: RequestWeight | undefined, {bytes, mostOutput}: RequestWeight): RequestWeight {
  if (before === undefined) return {bytes, ...(mostOutput !== undefined && {mostOutput})};
  const isLimited = before.mostOutput !== undefined && mostOutput !== undefined;
  return {bytes: before.bytes + bytes, ...(isLimited && {mostOutput: before.mostOutput! + mostOutput!})};
}

function withRound(rounds: readonly RoundRef[], round: RoundRef): readonly RoundRef[] {
  const isThere = rounds.some((each) => each.action === round.action && each.round === round.round);
  return isThere ? rounds : [...rounds, round];
}
