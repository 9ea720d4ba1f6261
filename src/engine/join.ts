import type {InputRecord} from '../domain/record.js';
import {compareSeq} from './order.js';

/** A record on its way into an action, before it has an ordinal. */
export type Arrival = Omit<InputRecord, 'ordinal'>;

export type Joined =
  | {readonly kind: 'joined'; readonly record: Arrival}
  /** Another dependency has no output for this record: it waits, and is taken when there is one. */
  | {readonly kind: 'withheld'; readonly record: Arrival};

/**
 * Brings the outputs of several actions together: each record of the first with those of the others that share its
 * closest common ancestor. Where several fit, each makes a record of its own.
 *
 * All streams are in order and records of one source stand together, so only one source's records are held.
 */
export async function* join(
  primary: AsyncIterable<Arrival>,
  others: readonly AsyncIterable<Arrival>[],
): AsyncGenerator<Joined> {
  const groups = others.map((other) => new SourceGroups(other));
  for await (const record of primary) {
    let rows: Arrival[] = [record];
    for (const group of groups) {
      const candidates = closest(record, await group.at(record.seq[0]!));
      rows = rows.flatMap((row) => candidates.map((candidate) => merged(row, candidate)));
    }
    if (rows.length === 0) yield {kind: 'withheld', record};
    for (const row of rows) yield {kind: 'joined', record: row};
  }
}

/** Reads a stream on to the records of one source. */
class SourceGroups {
  readonly #stream: AsyncIterator<Arrival>;
  #group: Arrival[] = [];
  #next: IteratorResult<Arrival> | undefined;

  constructor(stream: AsyncIterable<Arrival>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  async at(source: number): Promise<readonly Arrival[]> {
    if (this.#group[0]?.seq[0] === source) return this.#group;
    this.#group = [];
    this.#next ??= await this.#stream.next();
    while (!this.#next.done && this.#next.value.seq[0]! <= source) {
      if (this.#next.value.seq[0] === source) this.#group.push(this.#next.value);
      this.#next = await this.#stream.next();
    }
    return this.#group;
  }
}

function closest(record: Arrival, candidates: readonly Arrival[]): readonly Arrival[] {
  const shared = candidates.map((candidate) => commonAncestors(record, candidate));
  const most = Math.max(...shared);
  return candidates.filter((_, i) => shared[i] === most);
}

function commonAncestors(a: Arrival, b: Arrival): number {
  let shared = 0;
  while (shared < a.lineage.length && a.lineage[shared] === b.lineage[shared]) shared += 1;
  return shared;
}

function merged(row: Arrival, other: Arrival): Arrival {
  return {
    ...row,
    // The whole of the other's position keeps every pair apart, whatever else is there.
    seq: [...row.seq, ...other.seq.slice(1)],
    lineage: [...row.lineage, ...other.lineage.filter((node) => !row.lineage.includes(node))],
    context: {...other.context, ...row.context},
  };
}

/** Records of `stream` whose position is not in `known`; both in order. */
export async function* without(
  stream: AsyncIterable<Joined>,
  known: AsyncIterable<{readonly seq: readonly number[]}>,
): AsyncGenerator<Joined> {
  const seen = known[Symbol.asyncIterator]();
  let head = await seen.next();
  for await (const each of stream) {
    while (!head.done && compareSeq(head.value.seq, each.record.seq) < 0) head = await seen.next();
    const isKnown = !head.done && compareSeq(head.value.seq, each.record.seq) === 0;
    if (!isKnown) yield each;
  }
}
