import type {InputRecord} from '../domain/record.js';
import {compareSeq} from './order.js';

/** A record on its way into an action, before it has an ordinal. */
export type Arrival = Omit<InputRecord, 'ordinal'>;

/** An output of a dependency; or a record that it filtered, in whose place there will never be one. */
export type Offer = Arrival & {readonly filtered?: true};

export type Joined =
  | {readonly kind: 'joined'; readonly record: Arrival}
  /** What belongs together here was filtered by a dependency: it never enters. */
  | {readonly kind: 'kept-out'; readonly record: Arrival}
  /** Another dependency has no output that goes with this record: it waits, and is taken when there is one. */
  | {readonly kind: 'withheld'; readonly record: Arrival};

/**
 * Brings the outputs of several actions together: each record of the first with those of the others that descend from
 * the same source and, where both have passed the same action, from the same output of it. Where several fit, each
 * makes a record of its own. What one of them filtered stays out, whatever the others made of it.
 *
 * All streams are in order and records of one source stand together, so only one source's records are held.
 */
export async function* join(
  primary: AsyncIterable<Offer>,
  others: readonly AsyncIterable<Offer>[],
): AsyncGenerator<Joined> {
  const groups = others.map((other) => new SourceGroups(other));
  try {
    for await (const record of primary) {
      let rows: Offer[] = [record];
      for (const group of groups) {
        const candidates = await group.at(record.seq[0]!);
        rows = rows.flatMap((row) => fitting(row, candidates).map((candidate) => merged(row, candidate)));
      }
      if (rows.length === 0) yield {kind: record.filtered ? 'kept-out' : 'withheld', record};
      for (const row of rows) yield {kind: row.filtered ? 'kept-out' : 'joined', record: row};
    }
  } finally {
    for (const group of groups) await group.close();
  }
}

/** Reads a stream on to the records of one source. */
class SourceGroups {
  readonly #stream: AsyncIterator<Offer>;
  #group: Offer[] = [];
  #next: IteratorResult<Offer> | undefined;

  constructor(stream: AsyncIterable<Offer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  async at(source: number): Promise<readonly Offer[]> {
    if (this.#group[0]?.seq[0] === source) return this.#group;
    this.#group = [];
    this.#next ??= await this.#stream.next();
    while (!this.#next.done && this.#next.value.seq[0]! <= source) {
      if (this.#next.value.seq[0] === source) this.#group.push(this.#next.value);
      this.#next = await this.#stream.next();
    }
    return this.#group;
  }

  async close(): Promise<void> {
    await this.#stream.return?.();
  }
}

/** The candidates that contradict the row in no action that both have passed. */
function fitting(row: Offer, candidates: readonly Offer[]): readonly Offer[] {
  const passed = new Map(row.lineage.map((node) => [actionOfNode(node), node]));
  return candidates.filter(({lineage}) => lineage.every((node) => (passed.get(actionOfNode(node)) ?? node) === node));
}

/** A node's id is its action's name, an underscore and a UUID. */
function actionOfNode(node: string): string {
  return node.slice(0, node.lastIndexOf('_'));
}

function merged(row: Offer, other: Offer): Offer {
  const skipped = [...new Set([...(row.skipped ?? []), ...(other.skipped ?? [])])];
  return {
    ...row,
    // The whole of the other's position keeps every pair apart, whatever else is there.
    seq: [...row.seq, ...other.seq.slice(1)],
    lineage: [...row.lineage, ...other.lineage.filter((node) => !row.lineage.includes(node))],
    context: {...other.context, ...row.context},
    ...(skipped.length > 0 && {skipped}),
    ...(other.filtered && {filtered: true}),
  };
}

/** Records of `stream` whose position is not in `known`; both in order. */
export async function* without(
  stream: AsyncIterable<Joined>,
  known: AsyncIterable<{readonly seq: readonly number[]}>,
): AsyncGenerator<Joined> {
  const seen = known[Symbol.asyncIterator]();
  try {
    let head = await seen.next();
    for await (const each of stream) {
      while (!head.done && compareSeq(head.value.seq, each.record.seq) < 0) head = await seen.next();
      const isKnown = !head.done && compareSeq(head.value.seq, each.record.seq) === 0;
      if (!isKnown) yield each;
    }
  } finally {
    await seen.return?.();
  }
}
