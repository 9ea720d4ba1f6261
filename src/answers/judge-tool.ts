import type {Json, JsonObject} from '@agac/provider';
import type {Rejected, Verdict} from '../domain/verdict.js';
import type {ToolAction} from '../domain/workflow.js';
import type {Checker} from './checker.js';
import {isDeeperThan, MAX_DEPTH} from './depth.js';
import {toContents} from './to-contents.js';

export interface ToolRules {
  readonly action: ToolAction;
  /** Of the action's schema, where it has one. */
  readonly checker?: Checker;
  /** Fields to put into every content. */
  readonly passthrough: JsonObject;
}

/** What becomes of a record by what its tool returned: an object is one output, a list one for each item, maybe none. */
export function judgeTool(value: Json | undefined, {action, checker, passthrough}: ToolRules): Verdict {
  const {impl} = action;
  if (value === undefined || value === null) {
    return rejectTool(
      `\`${impl}\` returned ${value}; a tool must return an object, or a list of them (empty for none).`,
    );
  }
  if (isDeeperThan(value, MAX_DEPTH)) return rejectTool(`\`${impl}\` returned something nested too deeply.`);
  const problem = checker === undefined ? undefined : firstProblem(value, action, checker);
  if (problem !== undefined) {
    const message = `What \`${impl}\` returned does not fit its schema. ${problem}`;
    return {kind: 'rejected', reason: 'invalid', message, raw: JSON.stringify(value)};
  }
  return {kind: 'accepted', contents: toContents(value, passthrough), metadata: {kind: 'tool'}};
}

/** A schema of a list is about the whole of what was returned, any other about each item. */
function firstProblem(value: Json, {schema}: ToolAction, checker: Checker): string | undefined {
  if (!Array.isArray(value) || schema?.root === 'array') return checker.check(value);
  for (const [i, item] of value.entries()) {
    const problem = checker.check(item);
    if (problem !== undefined) return `Item ${i}: ${problem}`;
  }
  return undefined;
}

function rejectTool(message: string): Rejected {
  return {kind: 'rejected', reason: 'tool-error', message};
}
