import type {Action, FunctionRef, Role} from '../domain/workflow.js';

/** A function that an action names, and what for. */
export interface NamedFunction extends FunctionRef {
  readonly role: Role;
}

export function namedFunctions(action: Action): readonly NamedFunction[] {
  if (action.kind === 'tool') return [{role: 'tool', name: action.impl, file: action.file}];
  if (action.kind === 'hitl') return [];
  const {prompt, schemaFrom, reprompt} = action;
  const called = [...(prompt.dispatches ?? []), ...(schemaFrom ? [schemaFrom] : [])];
  const {validator} = reprompt;
  return [
    ...called.map((each) => ({role: 'tool' as const, ...each})),
    ...(validator ? [{role: 'validator' as const, ...validator}] : []),
  ];
}
