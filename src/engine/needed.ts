import {guardNamespaces} from '../domain/guard.js';
import type {Action, Workflow} from '../domain/workflow.js';

/**
 * The namespaces that an action or anything after it refers to: what a record carries into the action. The rest would
 * be copied from step to step for nothing. Its own guard has decided before, so what that looks into is not needed.
 */
export function neededNamespaces(plan: Workflow, action: Action): ReadonlySet<string> {
  const needed = new Set<string>();
  const after = new Set([action.name]);
  // Actions stand in dependency order, so one pass meets every descendant after its ancestors.
  for (const each of plan.actions) {
    if (!after.has(each.name) && !each.dependencies.some((name) => after.has(name))) continue;
    after.add(each.name);
    const {observe, drop, passthrough, names = {}} = each.scope;
    for (const {namespace} of [...observe, ...drop, ...passthrough]) needed.add(names[namespace] ?? namespace);
    if (each === action || each.guard === undefined) continue;
    for (const namespace of guardNamespaces(each.guard)) needed.add(namespace);
  }
  return needed;
}
