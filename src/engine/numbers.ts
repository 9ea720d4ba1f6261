/** A list of numbers, eight bytes each, however many they become. */
export class Numbers {
  #values = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  at(position: number): number {
    if (position < 0 || position >= this.#length) throw new RangeError(`There is no position ${position}.`);
    return this.#values[position]!;
  }

  /** Position of the last value that is at most this one; the values ascend. -1: there is none. */
  lastAtMost(value: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#values[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
