import type {FunctionRef} from '../domain/function-ref.js';
import type {Action, Role} from '../domain/workflow.js';

export interface NamedFunction extends FunctionRef {
  readonly role: Role;
  /** What it is called with, where the action says. */
  readonly granularity?: 'record' | 'file';
}

/** The functions of the user that an action calls, or has called. */
export function namedFunctions(action: Action): readonly NamedFunction[] {
  const {guard} = action;
  const decider = guard !== undefined && 'decider' in guard ? [asTool(guard.decider)] : [];
  return [...decider, ...ownFunctions(action)];
}

function ownFunctions(action: Action): readonly NamedFunction[] {
  if (action.kind === 'hitl') return [];
  if (action.kind === 'tool') {
    const {impl: name, file, granularity} = action;
    return [{role: 'tool', name, file, granularity}];
  }
  const {prompt, schemaFrom, reprompt} = action;
  return [
    ...(prompt.dispatches ?? []).map(asTool),
    ...(schemaFrom ? [asTool(schemaFrom)] : []),
    ...(reprompt.validator ? [{role: 'validator' as const, ...reprompt.validator}] : []),
  ];
}

function asTool(ref: FunctionRef): NamedFunction {
  return {role: 'tool', ...ref};
}
