import type {InputRecord} from '../domain/record.js';
import type {ActionState} from '../domain/run-state.js';
import type {ActionLimit} from '../domain/workflow.js';
import type {RunStore} from '../store/run-store.js';
import {compareSeq} from './order.js';
import {takenRecords} from './settled.js';

type Position = Pick<InputRecord, 'seq' | 'file'>;

/**
 * Says of the records that enter an action, one after the other in input order, which of them its limit leaves out. The
 * records of one file stand together. What entered before counts: a later intake fills up what there is room for.
 */
export class Limit {
  readonly #most: Required<ActionLimit>;
  readonly #before: AsyncGenerator<Position>;
  #next: IteratorResult<Position> | undefined;
  #files: number;
  #file: string | undefined;
  #records = 0;
  #leftOut = 0;

  /** `before`: what entered before and was not left out, in input order; `files`: of how many files that is. */
  constructor(most: ActionLimit, before: AsyncGenerator<Position>, files: number) {
    this.#most = {records: most.records ?? Number.POSITIVE_INFINITY, files: most.files ?? Number.POSITIVE_INFINITY};
    this.#before = before;
    this.#files = files;
  }

  /** How many have been left out by now. */
  get leftOut(): number {
    return this.#leftOut;
  }

  async leavesOut(record: Position): Promise<boolean> {
    if (record.file !== this.#file) {
      this.#file = record.file;
      this.#records = await this.#countBefore(record);
    }
    const isNewFile = this.#records === 0;
    const isBeyond = this.#records >= this.#most.records || (isNewFile && this.#files >= this.#most.files);
    if (isBeyond) this.#leftOut += 1;
    else {
      this.#records += 1;
      this.#files += Number(isNewFile);
    }
    return isBeyond;
  }

  async close(): Promise<void> {
    await this.#before.return(undefined);
  }

  /** How many records of the same file entered before. */
  async #countBefore({file, seq}: Position): Promise<number> {
    let count = 0;
    this.#next ??= await this.#before.next();
    while (!this.#next.done) {
      const {value} = this.#next;
      if (value.file === file) count += 1;
      else if (compareSeq(value.seq, seq) > 0) break;
      this.#next = await this.#before.next();
    }
    return count;
  }
}

/** The limit of an action, where it stands; for one that has none, one that leaves nothing out. */
export async function openLimit(store: RunStore, state: ActionState, limit: ActionLimit | undefined): Promise<Limit> {
  if (limit === undefined) return new Limit({}, nothing(), 0);
  let files = 0;
  let last: string | undefined;
  for await (const {file} of enteredBefore(store, state)) {
    files += Number(file !== last);
    last = file;
  }
  return new Limit(limit, enteredBefore(store, state), files);
}

async function* enteredBefore(store: RunStore, state: ActionState): AsyncGenerator<Position> {
  for await (const record of takenRecords(store, state)) if (!record.leftOut) yield record;
}

async function* nothing(): AsyncGenerator<never> {}
