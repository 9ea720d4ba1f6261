import type {ByGuard} from '../domain/record.js';
import type {Action} from '../domain/workflow.js';
import type {Decider, Undecided} from './decider.js';

/** Decides by an action's guard about the records that enter it, one after the other, and counts. */
export class Gate {
  readonly #action: Action;
  readonly #decide: Decider;
  readonly #counts = {filtered: 0, skipped: 0, warned: 0};
  #records = 0;
  #failed = 0;
  #problem = '';

  constructor(action: Action, decide: Decider) {
    this.#action = action;
    this.#decide = decide;
  }

  get counts(): Readonly<Record<ByGuard, number>> {
    const {filtered, skipped} = this.#counts;
    return {filtered, skipped};
  }

  /** Undefined: the record may be asked about. */
  async admit(record: Undecided): Promise<ByGuard | undefined> {
    const {guard} = this.#action;
    this.#records += 1;
    if (guard === undefined) return undefined;
    const {matches, problem} = await this.#decide(record);
    if (problem !== undefined) {
      this.#failed += 1;
      this.#problem ||= problem;
    }
    if (matches) return undefined;
    const outcome = ({filter: 'filtered', skip: 'skipped', warn: 'warned'} as const)[guard.onFalse];
    this.#counts[outcome] += 1;
    return outcome === 'warned' ? undefined : outcome;
  }

  /** What the user should know, once all records have been here. */
  warnings(): readonly string[] {
    const {name, guard} = this.#action;
    const {filtered, skipped, warned} = this.#counts;
    const warnings: string[] = [];
    if (this.#failed > 0) {
      const then = guard?.passOnError ? 'They pass' : 'They do not match';
      warnings.push(
        `${name}: the guard could not be worked out for ${this.#failed} of its records: ${this.#problem}. ${then}.`,
      );
    }
    if (warned > 0) warnings.push(`${name}: ${warned} of its records do not match the guard (on_false: warn).`);
    if (this.#records > 0 && filtered + skipped === this.#records) {
      warnings.push(`${name}: none of its ${this.#records} records matches the guard \`${guard?.text}\`.`);
    }
    return warnings;
  }
}
