import type {Answer, Json, JsonObject, Result} from '@agac/provider';
import type {OutputMetadata, Recovery, RejectReason} from '../domain/record.js';
import type {Asked, Verdict} from '../domain/verdict.js';
import type {LlmAction} from '../domain/workflow.js';
import type {Checker} from './checker.js';
import {findJson} from './find-json.js';
import {toContents} from './to-contents.js';

export interface JudgeRules {
  readonly action: LlmAction;
  /** Of the action's schema, where it has one. */
  readonly checker?: Checker;
  /** Fields to put into every content. */
  readonly passthrough: JsonObject;
  readonly provider: string;
  /** The provider makes its answers up. */
  readonly simulated?: true;
}

/**
 * What becomes of a record by the result of its request; undefined: the vendor returned none. Accepted, asked again
 * while the action's limits allow it, or rejected with a reason; never nothing.
 */
export function judge(result: Result | undefined, asked: Asked, rules: JudgeRules): Verdict {
  if (result?.kind === 'answer') return judgeAnswer(result, asked, rules);
  const failure = describe(result);
  const mayAsk = failure.isWorthIt && asked.retries < rules.action.retry.maxAttempts;
  return {kind: mayAsk ? 'retry' : 'rejected', reason: failure.reason, message: failure.message};
}

interface Failure {
  readonly reason: RejectReason;
  readonly message: string;
  readonly isWorthIt: boolean;
}

function describe(result: Exclude<Result, Answer> | undefined): Failure {
  switch (result?.kind) {
    case undefined:
      return {reason: 'missing', message: 'The vendor returned no result for this record.', isWorthIt: true};
    case 'fault': {
      const {code, message, retry} = result.fault;
      return {
        reason: 'fault',
        message: `The vendor answered with a fault (${code}): ${message}`,
        isWorthIt: retry !== 'never',
      };
    }
    case 'unprocessed': {
      const {reason} = result;
      // Who cancels does not want it asked again unasked.
      return {reason, message: UNPROCESSED[reason], isWorthIt: reason !== 'cancelled'};
    }
    case 'unreadable':
      return {reason: 'fault', message: `The vendor's result cannot be read: ${result.message}`, isWorthIt: true};
  }
}

const UNPROCESSED = {
  expired: 'The batch expired before the vendor came to this record.',
  cancelled: 'The batch was cancelled before the vendor came to this record.',
  failed: 'The batch failed before the vendor came to this record.',
} as const;

function judgeAnswer(answer: Answer, asked: Asked, rules: JudgeRules): Verdict {
  const {action, passthrough} = rules;
  const {text, finish} = answer;
  if (finish === 'filter') {
    const raw = text === '' ? {} : {raw: text};
    return {kind: 'rejected', reason: 'refused', message: "The vendor's filter withheld the answer.", ...raw};
  }
  const metadata = metadataOf(answer, rules);
  if (!action.jsonMode) {
    const value = {[action.outputField]: text};
    const contents = [{...value, ...passthrough}];
    return {kind: 'accepted', contents, metadata, ...recoveryOf(asked, false), answer: {text, value}};
  }
  const read = readAnswer(answer, rules);
  if ('problem' in read) {
    const mayAsk = asked.reprompts < action.reprompt.maxAttempts;
    if (mayAsk) return {kind: 'repair', message: read.problem, raw: text};
    return {kind: 'rejected', reason: 'invalid', message: read.problem, raw: text};
  }
  const {value} = read;
  const contents = toContents(value, passthrough);
  return {kind: 'accepted', contents, metadata, ...recoveryOf(asked, read.repaired), answer: {text, value}};
}

type Read = {readonly value: Json; readonly repaired: boolean} | {readonly problem: string};

function readAnswer({text, finish}: Answer, {action, checker}: JudgeRules): Read {
  if (finish === 'length') return {problem: cutOff(action)};
  const root = action.schema?.root ?? 'object';
  const found = findJson(text, root);
  if (found.kind === 'none') return found;
  const answered = root === 'array' ? unwrapped(found.value) : found.value;
  const {value, problem} = checker?.checkAnswer(answered) ?? {value: answered};
  return problem === undefined ? {value, repaired: found.repaired} : {problem};
}

/** A list is asked for as `{"items": [...]}`; see wireSchema. */
function unwrapped(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [[name, items] = [], ...more] = Object.entries(value);
  return name === 'items' && Array.isArray(items) && more.length === 0 ? items : value;
}

function cutOff({parameters: {maxTokens}}: LlmAction): string {
  const limit = maxTokens === undefined ? 'the longest that the model may give' : `max_tokens, ${maxTokens}`;
  return `The answer was cut off at ${limit}; it must be shorter.`;
}

/** Nothing in it differs when the same result is judged again. */
function metadataOf({model, finish, usage}: Answer, {action, provider, simulated}: JudgeRules): OutputMetadata {
  return {
    kind: 'llm',
    provider,
    model: model ?? action.model,
    finish_reason: finish,
    ...(usage === undefined ? {} : {usage}),
    ...(simulated === undefined ? {} : {simulated}),
  };
}

/** Only where something was rescued. */
function recoveryOf({retries, reprompts}: Asked, repaired: boolean): {readonly recovery?: Recovery} {
  const recovery: Recovery = {
    ...(repaired ? {repaired_json: true} : {}),
    ...(retries > 0 ? {retries} : {}),
    ...(reprompts > 0 ? {reprompts} : {}),
  };
  return Object.keys(recovery).length === 0 ? {} : {recovery};
}
