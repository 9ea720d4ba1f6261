import {FINGERPRINT_BYTES} from '../requests/fingerprint.js';
import {HashIndex, hashOf} from './hash-index.js';

/** The fingerprints of the requests of a part, by id: 33 bytes a request. */
export class PartPrints {
  readonly #ids: HashIndex;
  readonly #prints: Buffer;
  readonly #taken: Uint8Array;
  #count = 0;

  /** For so many requests at most. */
  constructor(capacity: number) {
    this.#ids = new HashIndex(capacity);
    this.#prints = Buffer.alloc(capacity * FINGERPRINT_BYTES);
    this.#taken = new Uint8Array(capacity);
  }

  add(id: string, print: Buffer): void {
    this.#ids.add(hashOf(id));
    print.copy(this.#prints, this.#count * FINGERPRINT_BYTES);
    this.#count += 1;
  }

  /** Once for each id: of two answers with one id, the first was judged. */
  take(id: string): Buffer | undefined {
    const [entry] = this.#ids.find(hashOf(id));
    if (entry === undefined || this.#taken[entry] === 1) return undefined;
    this.#taken[entry] = 1;
    return this.#at(entry);
  }

  *[Symbol.iterator](): Generator<Buffer> {
    for (let entry = 0; entry < this.#count; entry += 1) yield this.#at(entry);
  }

  #at(entry: number): Buffer {
    return this.#prints.subarray(entry * FINGERPRINT_BYTES, (entry + 1) * FINGERPRINT_BYTES);
  }
}
