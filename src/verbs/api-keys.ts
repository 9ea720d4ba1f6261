import type {Problem} from '../domain/errors.js';
import type {ApiSource, Workflow} from '../domain/workflow.js';
import {type KeyWay, LIST_IT, refusedHost, strangeHost} from '../providers/key-way.js';
import type {Opening} from '../providers/reach.js';
import {variablesIn} from '../records/api/variables.js';
import {openingOf, type Place} from './project-context.js';

/** What is wrong with the variables of a `data_source`: they are not set, or would go where they should not. */
export function apiKeyProblems(place: Place, {file, input}: Workflow, severity: Problem['severity']): Problem[] {
  if (input.api === undefined) return [];
  const opening = openingOf(place);
  return apiKeyWays(input.api).flatMap((way) => [
    ...missing(way, opening).map((problem) => ({severity, file, ...problem})),
    ...misled(way, opening).map((problem) => ({file, ...problem})),
  ]);
}

/** Where the variables in the headers of a `data_source` go. */
export function apiKeyWays({url, headers}: ApiSource): readonly KeyWay[] {
  const variables = new Set(variablesIn(Object.values(headers)));
  return [...variables].map((variable) => ({variable, url: new URL(url), saidBy: 'project'}));
}

function missing({variable}: KeyWay, {env}: Opening): Pick<Problem, 'message' | 'suggestion'>[] {
  if ((env[variable] ?? '') !== '') return [];
  const message = `The environment variable ${variable} is not set; data_source needs it.`;
  return [{message, suggestion: `export ${variable}=… or put it into the file .env at the root of the project.`}];
}

function misled(way: KeyWay, opening: Opening): Omit<Problem, 'file'>[] {
  const refused = refusedHost(way, opening);
  if (refused !== undefined) return [{severity: 'error', message: refused.message, suggestion: refused.actions[0]!}];
  const message = strangeHost(way, opening);
  return message === undefined ? [] : [{severity: 'warning', message, suggestion: LIST_IT}];
}
