/** A set of ordinals: one bit for each number up to the largest. */
export class OrdinalSet {
  #bits = new Uint8Array(1024);

  add(ordinal: number): void {
    const byte = ordinal >>> 3;
    if (byte >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(byte + 1, this.#bits.length * 2));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[byte]! |= 1 << (ordinal & 7);
  }

  has(ordinal: number): boolean {
    return ((this.#bits[ordinal >>> 3] ?? 0) & (1 << (ordinal & 7))) !== 0;
  }
}
