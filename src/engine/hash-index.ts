import {createHash} from 'node:crypto';

const HALF = 6;

/** The hash that a text is found by. */
export function hashOf(text: string): Buffer {
  return createHash('sha256')
    .update(text)
    .digest()
    .subarray(0, 2 * HALF);
}

/** Finds entries by a hash of 12 bytes: 20 bytes an entry, whatever is hashed. */
export class HashIndex {
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  #count = 0;
  /** Entries by hash, among equals by number; undefined until it is first asked. */
  #order: Uint32Array | undefined;

  /** For so many entries at most. */
  constructor(capacity: number) {
    this.#high = new Float64Array(capacity);
    this.#low = new Float64Array(capacity);
  }

  /** Adds an entry; its number is how many there were before. */
  add(hash: Buffer): void {
    this.#high[this.#count] = hash.readUIntBE(0, HALF);
    this.#low[this.#count] = hash.readUIntBE(HALF, HALF);
    this.#count += 1;
    this.#order = undefined;
  }

  /** The numbers of all entries with this hash, ascending. */
  *find(hash: Buffer): Generator<number> {
    const high = hash.readUIntBE(0, HALF);
    const low = hash.readUIntBE(HALF, HALF);
    const order = this.#sorted();
    for (let i = this.#firstAt(order, high, low); i < order.length; i += 1) {
      const entry = order[i]!;
      if (this.#high[entry] !== high || this.#low[entry] !== low) return;
      yield entry;
    }
  }

  #sorted(): Uint32Array {
    this.#order ??= Uint32Array.from({length: this.#count}, (_, i) => i).sort(
      (a, b) => this.#high[a]! - this.#high[b]! || this.#low[a]! - this.#low[b]! || a - b,
    );
    return this.#order;
  }

  /** Position of the first entry that is not before the hash. */
  #firstAt(order: Uint32Array, high: number, low: number): number {
    let from = 0;
    let to = order.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const entry = order[middle]!;
      const isBefore = this.#high[entry]! < high || (this.#high[entry] === high && this.#low[entry]! < low);
      if (isBefore) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
