import {guardNamespaces} from '../domain/guard.js';
import type {Action} from '../domain/workflow.js';
import type {Problems} from '../project/problems.js';

/** Warns of actions that take what a person rejects and do not look whether it was: rejected records go on, too. */
export function checkApproval(actions: readonly Action[], file: string, problems: Problems): void {
  for (const action of actions) {
    for (const name of action.dependencies) {
      const isReviewed = actions.some((each) => each.name === name && each.kind === 'hitl');
      if (!isReviewed || looksAtStatus(action, name)) continue;
      const message = `"${action.name}" gets the records that were rejected in "${name}", too.`;
      const suggestion = `For the approved alone write guard: '${name}.hitl_status == "approved"'`;
      problems.warn({file, line: action.line}, message, suggestion);
    }
  }
}

/** A model that is merely shown all fields would be paid for the rejected ones; a function can sort them out. */
function looksAtStatus({kind, guard, scope}: Action, name: string): boolean {
  if (guard !== undefined && guardNamespaces(guard).has(name)) return true;
  const seen = scope.observe.filter(({namespace}) => namespace === name).map(({path}) => path[0]);
  return seen.includes('hitl_status') || (kind !== 'llm' && seen.includes(undefined));
}
