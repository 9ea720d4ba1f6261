import type {ExpressionOf} from '../../domain/guard.js';

/** A condition as it is read: what its fields mean is not known yet. */
export type Written = ExpressionOf<WrittenField>;

export interface WrittenField {
  readonly kind: 'field';
  readonly steps: readonly [string, ...string[]];
  /** Where it stands in the condition. */
  readonly start: number;
  readonly end: number;
  /** It stands where a value is usual: to the right of an operator, or in a list. */
  readonly isValue: boolean;
}

/** What is wrong with a condition. */
export class ConditionError extends Error {
  /** Where in the condition, from 0. */
  readonly at: number;
  /** What to write instead. */
  readonly suggestion: string | undefined;

  constructor(at: number, message: string, suggestion?: string) {
    super(message);
    this.at = at;
    this.suggestion = suggestion;
  }
}
