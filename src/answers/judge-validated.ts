import type {Accepted, Asked, Validation, Verdict} from '../domain/verdict.js';
import type {Reprompt} from '../domain/workflow.js';

export interface ValidationRules {
  readonly asked: Asked;
  readonly reprompt: Reprompt;
}

/**
 * What becomes of an answer that fits its schema by what its validator says. Where it may not be asked for again, the
 * last answer is let through, marked, or with `on_exhausted: raise` rejected.
 */
export function judgeValidated(verdict: Accepted, validation: Validation, {asked, reprompt}: ValidationRules): Verdict {
  if (validation.valid) return verdict;
  const {message} = validation;
  const raw = verdict.answer?.text ?? '';
  if (asked.reprompts < reprompt.maxAttempts) return {kind: 'repair', message, raw};
  if (reprompt.onExhausted === 'raise') return {kind: 'rejected', reason: 'invalid', message, raw};
  const failed = {name: reprompt.validator?.name ?? '', passed: false, message} as const;
  return {...verdict, recovery: {...verdict.recovery, validation: failed}};
}
