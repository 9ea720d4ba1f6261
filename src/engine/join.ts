import type {InputRecord} from '../domain/record.js';
import {compareSeq} from './order.js';

/** A record on its way into an action, before it has an ordinal. */
export type Arrival = Omit<InputRecord, 'ordinal'>;

export type Joined =
  | {readonly kind: 'joined'; readonly record: Arrival}
  /** Another dependency has no output that goes with this record: it waits, and is taken when there is one. */
  | {readonly kind: 'withheld'; readonly record: Arrival};

/**
 * Brings the outputs of several actions together: each record of the first with those of the others that descend from
 * the same source and, where both have passed the same action, from the same output of it. Where several fit, each
 * makes a record of its own.
 *
 * All streams are in order and records of one source stand together, so only one source's records are held.
 */
export async function* join(
  primary: AsyncIterable<Arrival>,
  others: readonly AsyncIterable<Arrival>[],
): AsyncGenerator<Joined> {
  const groups = others.map((other) => new SourceGroups(other));
  try {
    for await (const record of primary) {
      let rows: Arrival[] = [record];
      for (const group of groups) {
        const candidates = await group.at(record.seq[0]!);
        rows = rows.flatMap((row) => fitting(row, candidates).map((candidate) => merged(row, candidate)));
      }
      if (rows.length === 0) yield {kind: 'withheld', record};
      for (const row of rows) yield {kind: 'joined', record: row};
    }
  } finally {
    for (const group of groups) await group.close();
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

  async close(): Promise<void> {
    await this.#stream.return?.();
  }
}

/** The candidates that contradict the row in no action that both have passed. */
function fitting(row: Arrival, candidates: readonly Arrival[]): readonly Arrival[] {
  const passed = new Map(row.lineage.map((node) => [actionOfNode(node), node]));
  return candidates.filter(({lineage}) => lineage.every((node) => (passed.get(actionOfNode(node)) ?? node) === node));
}

/** A node's id is its action's name, an underscore and a UUID. */
function actionOfNode(node: string): string {
  return node.slice(0, node.lastIndexOf('_'));
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
