import type {JsonObject} from '@agac/provider';
import type {Decision} from '../domain/decision.js';
import type {Verdict} from '../domain/verdict.js';
import type {HitlAction} from '../domain/workflow.js';
import type {Checker} from './checker.js';
import {isDeeperThan, MAX_DEPTH} from './depth.js';

export interface DecisionRules {
  readonly action: HitlAction;
  /** Of the action's schema, where it has one. */
  readonly checker?: Checker;
  /** What was decided on, as it was before. */
  readonly fields: JsonObject;
  /** Fields to put into the content; what was decided on goes before one of the same name. */
  readonly passthrough: JsonObject;
}

/**
 * What becomes of a record on which a person has decided: one output, approved or not. What they approve has to fit the
 * schema, and what they reject has not.
 */
export function judgeDecision(decision: Decision, {action, checker, fields, passthrough}: DecisionRules): Verdict {
  const {status, at, by, comment, content = fields} = decision;
  const problem = decisionProblem(decision, {action, fields, ...(checker && {checker})});
  if (problem !== undefined) {
    return {kind: 'rejected', reason: 'invalid', message: problem, raw: JSON.stringify(content)};
  }
  const said = {hitl_status: status, user_comment: comment ?? null, timestamp: at};
  return {
    kind: 'accepted',
    contents: [{...passthrough, ...content, ...said}],
    metadata: {kind: 'hitl', decided_by: by, ...(decision.content && {edited: true})},
  };
}

/** Why a decision cannot stand: a sentence, or undefined where it can. */
export function decisionProblem(
  {status, at, comment, content}: Omit<Decision, 'by'>,
  {action, checker, fields}: Omit<DecisionRules, 'passthrough'>,
): string | undefined {
  if (status === 'rejected') {
    return action.commentOnReject && comment === undefined
      ? 'What is rejected needs a comment that says why.'
      : undefined;
  }
  if (content !== undefined && isDeeperThan(content, MAX_DEPTH)) return 'The content is nested too deeply.';
  if (checker === undefined) return undefined;
  // A schema that was written for the whole of an output names these, too.
  const said: JsonObject = {hitl_status: status, user_comment: comment ?? null, timestamp: at};
  const declared = Object.entries(said).filter(([name]) => isDeclared(action, name));
  return checker.check({...(content ?? fields), ...Object.fromEntries(declared)});
}

function isDeclared({schema}: HitlAction, name: string): boolean {
  const properties = schema?.json['properties'];
  return typeof properties === 'object' && properties !== null && Object.hasOwn(properties, name);
}
