/** How much a result is worth keeping when the vendor sends two for one request. */
export type Worth = 'answer' | 'other';

export interface Place {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
}

const NOTHING = 0;
const OTHER = 1;
const ANSWER = 2;

/**
 * Where the result of each record lies on disk: 17 bytes a record, whatever the results hold. Positions are relative
 * to the first ordinal.
 */
export class ResultIndex {
  readonly #first: number;
  readonly #worth: Uint8Array;
  readonly #file: Uint32Array;
  readonly #offset: Float64Array;
  readonly #length: Uint32Array;

  constructor(first: number, count: number) {
    this.#first = first;
    this.#worth = new Uint8Array(count);
    this.#file = new Uint32Array(count);
    this.#offset = new Float64Array(count);
    this.#length = new Uint32Array(count);
  }

  /** Whether the ordinal is one of this index at all. */
  covers(ordinal: number): boolean {
    return ordinal >= this.#first && ordinal - this.#first < this.#worth.length;
  }

  /** Keeps the first result, except that an answer replaces what is none. False: there was one already. */
  add(ordinal: number, place: Place, worth: Worth): boolean {
    const i = ordinal - this.#first;
    const before = this.#worth[i]!;
    const now = worth === 'answer' ? ANSWER : OTHER;
    if (before === NOTHING || (before === OTHER && now === ANSWER)) {
      this.#worth[i] = now;
      this.#file[i] = place.file;
      this.#offset[i] = place.offset;
      this.#length[i] = place.length;
    }
    return before === NOTHING;
  }

  get(ordinal: number): Place | undefined {
    const i = ordinal - this.#first;
    if (!this.covers(ordinal) || this.#worth[i] === NOTHING) return undefined;
    return {file: this.#file[i]!, offset: this.#offset[i]!, length: this.#length[i]!};
  }
}
