import type {PartStatus} from '@agac/provider';

/** Whatever a vendor wishes: a loop that does not wait is an attack. */
const FASTEST_MS = 200;
const FIRST_MS = 1_000;
const SLOWEST_MS = 60_000;
/** As long as a vendor may wish to be left alone. */
const LONGEST_WISH_MS = 10 * 60_000;
const GROWTH = 1.5;
/** So that many who began together do not ask together. */
const JITTER = 0.1;

/** How long to wait between one question about open jobs and the next. */
export class Pace {
  readonly #random: () => number;
  #backOff = FIRST_MS;

  /** @param random between 0 and 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Milliseconds: as long as the vendors wish, where all of them say; else longer each time. Never earlier than that. */
  next(statuses: Iterable<PartStatus>): number {
    const wait = wishOf(statuses) ?? this.#backOff;
    this.#backOff = Math.min(this.#backOff * GROWTH, SLOWEST_MS);
    return Math.round(wait * (1 + JITTER * this.#random()));
  }

  /** Something has happened: from the start again. */
  restart(): void {
    this.#backOff = FIRST_MS;
  }
}

function wishOf(statuses: Iterable<PartStatus>): number | undefined {
  const wishes = [...statuses].filter(({phase}) => phase !== 'ended').map(({pollAfterMs}) => pollAfterMs);
  if (wishes.length === 0 || wishes.some((wish) => wish === undefined)) return undefined;
  return Math.max(FASTEST_MS, Math.min(LONGEST_WISH_MS, ...wishes.map((wish) => wish!)));
}
