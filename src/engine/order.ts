/** Compares two positions number by number; a prefix comes first. */
export function compareSeq(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Merges streams that are each in order into one; among equals, earlier streams come first. Holds one item a stream. */
export async function* mergeSorted<T>(
  streams: readonly AsyncIterable<T>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  for (;;) {
    let least = -1;
    for (const [i, head] of heads.entries()) {
      if (head.done) continue;
      if (least === -1 || compare(head.value, heads[least]!.value) < 0) least = i;
    }
    if (least === -1) return;
    yield heads[least]!.value;
    heads[least] = await iterators[least]!.next();
  }
}
