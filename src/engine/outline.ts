import type {ActionOutline} from '../domain/run.js';
import type {Action} from '../domain/workflow.js';

/** As much of an action as deciding needs. Pure. */
export function outlineOf(action: Action): ActionOutline {
  const {name, dependencies} = action;
  // Which records are the first is known when all are there.
  const early = action.limit === undefined && {early: true as const};
  if (action.kind === 'tool') {
    return {name, mode: 'tool', dependencies, raise: false, ...(action.granularity === 'record' && early)};
  }
  if (action.kind === 'hitl') return {name, mode: 'hitl', dependencies, raise: false};
  const raise = action.retry.onExhausted === 'raise' || action.reprompt.onExhausted === 'raise';
  return {name, mode: action.runMode, dependencies, raise, ...early};
}
