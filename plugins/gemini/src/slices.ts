/** A stream of bytes, taken in pieces of a given size. */
export class Slices {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, so many of them, or fewer at the end. */
  async *next(bytes: number): AsyncGenerator<Uint8Array> {
    for (let wanted = bytes; wanted > 0; ) {
      if (this.#left.byteLength === 0) {
        const {done, value} = await this.#chunks.next();
        if (done === true) return;
        this.#left = value;
      }
      const piece = this.#left.subarray(0, wanted);
      this.#left = this.#left.subarray(piece.byteLength);
      wanted -= piece.byteLength;
      yield piece;
    }
  }

  /** Ends the stream, which may hold a file open. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
