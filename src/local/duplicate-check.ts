import {hash} from 'node:crypto';

/**
 * Notices two equal ids among many at eight bytes each: sorted 64-bit hashes instead of a set of texts. Two different
 * ids among a million have the same hash once in forty million parts.
 */
export class DuplicateCheck {
  #hashes: BigUint64Array;
  #count = 0;

  constructor(expected: number) {
    this.#hashes = new BigUint64Array(Math.max(16, expected));
  }

  get count(): number {
    return this.#count;
  }

  add(id: string): void {
    if (this.#count === this.#hashes.length) {
      const larger = new BigUint64Array(this.#count * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#count] = hash('sha1', id, 'buffer').readBigUInt64LE();
    this.#count += 1;
  }

  hasDuplicate(): boolean {
    const sorted = this.#hashes.subarray(0, this.#count).sort();
    return sorted.some((value, index) => index > 0 && value === sorted[index - 1]);
  }
}
