import type {FunctionGuard} from '../domain/guard.js';
import type {InputRecord} from '../domain/record.js';
import type {Action} from '../domain/workflow.js';
import {fieldTree} from '../requests/field-tree.js';
import {type GuardDecision, matchGuard, truthOf} from '../requests/guard.js';
import {dataOf, withNulls} from '../requests/record-data.js';
import {TIME_LIMIT} from '../tools/time-limit.js';
import type {Ports} from './ports.js';

/** A record before its guard has decided. */
export type Undecided = Pick<InputRecord, 'guid' | 'context' | 'skipped'>;

/** Whether a record matches the guard of its action. Rejects only with the signal's reason. */
export type Decider = (record: Undecided) => Promise<GuardDecision>;

/** Makes ready what decides by the guard of an action. Throws TOOL_INVALID. */
export async function openDecider(ports: Ports, action: Action): Promise<Decider> {
  const {guard} = action;
  if (guard === undefined) return async () => ({matches: true});
  if ('decider' in guard) return openFunction(ports, action, guard);
  return async (record) => matchGuard(guard, dataOf(action, record, 'all'));
}

async function openFunction(
  ports: Ports,
  action: Action,
  {decider: {name, file}, inverted, passOnError}: FunctionGuard,
): Promise<Decider> {
  const call = await ports.tool({name: action.name, impl: name, file, granularity: 'record'});
  return async (record) => {
    const data = dataOf(action, record, 'all');
    const all = Object.keys(data.fields).map((namespace) => ({namespace, path: [], line: 0}));
    const info = {action: action.name, record: record.guid};
    const patience = {signal: ports.signal, info, limitMs: 1000 * TIME_LIMIT};
    const outcome = await call(withNulls(data, fieldTree(all)), patience);
    if ('value' in outcome) return {matches: truthOf(outcome.value) !== (inverted ?? false)};
    return {matches: passOnError, problem: outcome.error.replace(/^The tool/, `\`${name}\``).replace(/\.$/, '')};
  };
}
