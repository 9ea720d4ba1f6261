import type {Result} from '@agac/provider';
import {type Checker, compileChecker} from '../answers/checker.js';
import {judge} from '../answers/judge.js';
import {type DecisionRules, judgeDecision} from '../answers/judge-decision.js';
import {judgeTool} from '../answers/judge-tool.js';
import {judgeValidated} from '../answers/judge-validated.js';
import type {InputRecord} from '../domain/record.js';
import type {RoundRef} from '../domain/run.js';
import type {PartState} from '../domain/run-state.js';
import type {Asked, GuardVerdict, Verdict} from '../domain/verdict.js';
import type {Action, LlmAction} from '../domain/workflow.js';
import {type OpenScope, openScope} from '../requests/context.js';
import {reviewable} from '../requests/reviewable.js';
import {TIME_LIMIT} from '../tools/time-limit.js';
import type {Validator} from '../tools/validator.js';
import type {Ports} from './ports.js';
import {roundOf} from './round-records.js';
import {type AnyResult, openRoundResults} from './round-results.js';
import type {HitlResultLine, ToolResultLine} from './stored-lines.js';

/** What judges the records of one round by the results on disk. */
export interface Judgement {
  readonly strays: number;
  /** Whether it is known what becomes of the record: there is a result, or none is needed. */
  readonly has: (record: InputRecord) => boolean;
  readonly judge: (record: InputRecord, asked: Asked) => Promise<Verdict | GuardVerdict>;
  readonly close: () => void;
}

/** Opens the results of a round, and compiles and loads what its answers are checked with, once. Throws TOOL_INVALID. */
export async function openJudgement(
  ports: Ports,
  ref: RoundRef,
  fileOf?: (part: number) => string,
): Promise<Judgement> {
  const action = ports.plan.actions.find((each) => each.name === ref.action)!;
  const validator = await validatorOf(ports, action);
  const results = await openRoundResults(ports.store, ref, {
    decoderOf: (part) => decoderOf(ports, part),
    ...(fileOf && {fileOf}),
  });
  const rulesFor = openRules(action);
  const simulated = roundOf(ports.store.state, ref).simulated === true;
  const unanswered = endWithoutAnswers(ports, ref);
  const {signal} = ports;
  const {handOn} = openScope(action);
  const about = {simulated, unanswered, validator, signal, handOn};
  return {
    strays: results.strays,
    has: (record) => record.byGuard !== undefined || results.get(record.ordinal) !== undefined,
    judge: async (record, asked) =>
      guardVerdict(action, record, handOn) ??
      verdictOn(results.get(record.ordinal), {...about, ...rulesFor(record), record, asked}),
    close: results.close,
  };
}

interface About {
  readonly action: Action;
  readonly checker: Checker | undefined;
  readonly simulated: boolean;
  readonly unanswered: Unanswered | undefined;
  readonly validator: Validator | undefined;
  readonly signal: AbortSignal;
  readonly handOn: OpenScope['handOn'];
  readonly record: InputRecord;
  readonly asked: Asked;
}

/** Checkers of single records that are kept; the functions that make their schemas choose among few, as a rule. */
const MOST_CHECKERS = 100;

/** The action and the checker that hold for a record: for some, a function has said what the answer must look like. */
function openRules(action: Action): (record: InputRecord) => Pick<About, 'action' | 'checker'> {
  const rules = {action, checker: action.schema === undefined ? undefined : compileChecker(action.schema)};
  const own = new Map<string, typeof rules>();
  return ({schema}) => {
    if (schema === undefined) return rules;
    const key = JSON.stringify(schema);
    const known = own.get(key) ?? {action: {...action, schema}, checker: compileChecker(schema)};
    if (own.size >= MOST_CHECKERS) own.clear();
    own.set(key, known);
    return known;
  };
}

type Unanswered = 'expired' | 'cancelled' | 'failed';

function guardVerdict(action: Action, record: InputRecord, handOn: OpenScope['handOn']): GuardVerdict | undefined {
  if (record.byGuard === undefined) return undefined;
  if (record.byGuard === 'filtered') return {kind: 'filtered'};
  const metadata = {kind: action.kind, skipped: true, reason: 'guard'} as const;
  return {kind: 'skipped', contents: [handOn(record)], metadata};
}

async function validatorOf(ports: Ports, action: Action): Promise<Validator | undefined> {
  const wanted = action.kind === 'llm' ? action.reprompt.validator : undefined;
  return wanted && ports.validator(wanted, action as LlmAction);
}

async function verdictOn(result: AnyResult | undefined, about: About): Promise<Verdict> {
  const {action, record, asked, checker, simulated, unanswered, handOn} = about;
  if (result?.kind === 'refused') return {kind: 'rejected', reason: 'refused', message: result.message};
  const rules = {passthrough: handOn(record), ...(checker && {checker})};
  if (action.kind === 'tool') return toolVerdict(result, {action, ...rules});
  if (action.kind === 'hitl') return hitlVerdict(result, {action, record, ...rules});
  if (result?.kind === 'tool' || result?.kind === 'hitl') throw new Error(`${action.name} asks a model.`);
  const known: Result | undefined = result ?? (unanswered && {kind: 'unprocessed', id: '', reason: unanswered});
  const verdict = judge(known, asked, {action, provider: action.vendor, ...rules, ...(simulated && {simulated: true})});
  return validated(verdict, action, about);
}

/** What becomes of an answer that fits its schema, where there is a validator. */
async function validated(verdict: Verdict, action: LlmAction, about: About): Promise<Verdict> {
  const {validator, signal, record, asked} = about;
  if (validator === undefined || verdict.kind !== 'accepted' || verdict.answer === undefined) return verdict;
  const info = {action: action.name, record: record.guid};
  const validation = await validator(verdict.answer.value, {signal, info, limitMs: 1000 * TIME_LIMIT});
  return judgeValidated(verdict, validation, {asked, reprompt: action.reprompt});
}

function toolVerdict(result: AnyResult | undefined, rules: Parameters<typeof judgeTool>[1]): Verdict {
  if (result?.kind !== 'tool') return {kind: 'rejected', reason: 'missing', message: 'The tool was not called.'};
  if ('error' in result) return {kind: 'rejected', reason: 'tool-error', message: result.error};
  return judgeTool(result.value, rules);
}

function hitlVerdict(
  result: AnyResult | undefined,
  {record, ...rules}: Omit<DecisionRules, 'fields'> & {readonly record: InputRecord},
): Verdict {
  if (result?.kind !== 'hitl') return {kind: 'rejected', reason: 'missing', message: 'Nobody has decided on it.'};
  const refused = (message: string): Verdict => ({kind: 'rejected', reason: 'refused', message});
  if ('error' in result) return refused(result.error);
  const reviewed = reviewable(rules.action, record);
  if (reviewed.kind === 'problem') return refused(reviewed.message);
  return judgeDecision(result.decision, {...rules, fields: reviewed.fields});
}

async function decoderOf(ports: Ports, part: PartState): Promise<(text: string) => AnyResult> {
  if (part.mode === 'tool') return (text) => ({kind: 'tool', ...(JSON.parse(text) as ToolResultLine)});
  if (part.mode === 'hitl') return (text) => ({kind: 'hitl', ...(JSON.parse(text) as HitlResultLine)});
  if (part.mode === 'online' || part.mode === 'reused') return (text) => JSON.parse(text) as Result;
  const provider = await ports.provider(part.connection!);
  return (text) => provider.decode(text);
}

/** Why records of this round can have no result at all: how its parts ended, where they did not complete. */
function endWithoutAnswers({store}: Ports, ref: RoundRef): Unanswered | undefined {
  const ends = (roundOf(store.state, ref).parts ?? []).map((part) => store.state.parts[part]!.end);
  return (['failed', 'expired', 'cancelled'] as const).find((end) => ends.includes(end));
}
