import type {ByGuard, InputRecord} from '../domain/record.js';
import type {AtomicFile} from '../store/atomic-file.js';
import {intakeFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {actionOf} from './round-records.js';

/** What stands in one intake. */
export interface Slice {
  readonly intake: number;
  /** Ordinal of the first record. */
  readonly first: number;
  readonly count: number;
  readonly byGuard: Readonly<Record<ByGuard | 'leftOut', number>>;
}

const NONE = {filtered: 0, skipped: 0, leftOut: 0};

/** So many intakes are of one size, the next so many of twice that: a round's number has two digits in the ids of its requests. */
const PER_SIZE = 32;

/** The records that enter an action, on disk in intakes of a size. Nothing of the last one exists before `commit`. */
export class IntakeFiles {
  readonly #store: RunStore;
  readonly #action: string;
  readonly #size: number;
  readonly #slices: Slice[] = [];
  #file: AtomicFile;
  #now: Slice;

  /** `size` is the most records of one of the first intakes; Infinity: all go into one. */
  constructor(store: RunStore, action: string, size: number) {
    const {intakes} = actionOf(store.state, action);
    this.#store = store;
    this.#action = action;
    this.#size = size;
    const first = intakes.reduce((sum, each) => sum + each.count, 0);
    this.#now = {intake: intakes.length, first, count: 0, byGuard: NONE};
    this.#file = store.create(intakeFile(action, intakes.length));
  }

  get records(): number {
    return [...this.#slices, this.#now].reduce((sum, slice) => sum + slice.count, 0);
  }

  add(record: Omit<InputRecord, 'ordinal'>): void {
    if (this.#now.count >= this.#size * 2 ** Math.floor(this.#now.intake / PER_SIZE)) this.#begin();
    const {intake, first, count, byGuard} = this.#now;
    this.#file.write(`${JSON.stringify({ordinal: first + count, ...record})}\n`);
    const counted = {
      filtered: byGuard.filtered + Number(record.byGuard === 'filtered'),
      skipped: byGuard.skipped + Number(record.byGuard === 'skipped'),
      leftOut: byGuard.leftOut + Number(record.leftOut === true),
    };
    this.#now = {intake, first, count: count + 1, byGuard: counted};
  }

  /** Makes the files durable and says what is in each; at least one, which may be empty. */
  commit(): readonly Slice[] {
    this.#file.commit();
    return [...this.#slices, this.#now];
  }

  discard(): void {
    this.#file.discard();
  }

  #begin(): void {
    const {intake, first, count} = this.#now;
    this.#file.commit();
    this.#slices.push(this.#now);
    this.#now = {intake: intake + 1, first: first + count, count: 0, byGuard: NONE};
    this.#file = this.#store.create(intakeFile(this.#action, intake + 1));
  }
}
