import {hash} from 'node:crypto';

/** Chance that is the same for the same seed, on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly shuffle: <T>(list: readonly T[]) => T[];
}

/** A generator seeded with a text: sfc32 (public domain, Chris Doty-Humphrey) over the text's SHA-256. */
export function seededRandom(seed: string): Random {
  const digest = hash('sha256', seed, 'buffer');
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)) as [
    number,
    number,
    number,
    number,
  ];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const shuffle = <T>(list: readonly T[]) =>
    list
      .map((value) => ({value, place: next()}))
      .sort((one, other) => one.place - other.place)
      .map(({value}) => value);
  return {next, int, shuffle, pick: (list) => list[int(0, list.length - 1)]!};
}
