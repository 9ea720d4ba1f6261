/**
 * Works through a stream, at most `width` at a time. The first failure stops the taking of more, and is thrown when
 * what was under way has ended.
 */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let failure: {readonly error: unknown} | undefined;
  // One at a time may ask the iterator, so the askers queue up behind each other.
  let turn: Promise<unknown> = Promise.resolve();
  const next = (): Promise<IteratorResult<T>> => {
    const asked = turn.then(() => iterator.next());
    turn = asked.catch(() => undefined);
    return asked;
  };
  const worker = async (): Promise<void> => {
    try {
      for (let item = await next(); !item.done && failure === undefined; item = await next()) await work(item.value);
    } catch (error) {
      failure ??= {error};
    }
  };
  await Promise.all(Array.from({length: width}, worker));
  await iterator.return?.();
  if (failure !== undefined) throw failure.error;
}
