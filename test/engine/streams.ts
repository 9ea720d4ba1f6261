/** A stream of these items that notes when it is closed. */
export function stream<T>(items: Iterable<T>, onClose: () => void = () => {}): AsyncGenerator<T> {
  async function* give(): AsyncGenerator<T> {
    try {
      yield* items;
    } finally {
      onClose();
    }
  }
  return give();
}
