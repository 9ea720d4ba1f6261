/** Compares two positions number by number; a prefix comes first. */
export function compareSeq(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/**
 * Merges streams that are each in order into one; among equals, earlier streams come first. Holds one item a stream,
 * and closes all of them when the reader stops.
 */
export async function* mergeSorted<T>(
  streams: readonly AsyncIterable<T>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  if (streams.length === 1) return yield* streams[0]!;
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (let least = leastOf(heads, compare); least !== -1; least = leastOf(heads, compare)) {
      yield heads[least]!.value;
      heads[least] = await iterators[least]!.next();
    }
  } finally {
    await Promise.all(iterators.map((iterator) => iterator.return?.()));
  }
}

/** Position of the first of the smallest heads; -1 when all have ended. */
function leastOf<T>(heads: readonly IteratorResult<T>[], compare: (a: T, b: T) => number): number {
  let least = -1;
  for (const [i, head] of heads.entries()) {
    if (head.done) continue;
    if (least === -1 || compare(head.value, heads[least]!.value) < 0) least = i;
  }
  return least;
}
