import {type Guard, type GuardField, mapFields} from '../../domain/guard.js';
import {nearest} from '../../domain/nearest.js';
import type {Problems} from '../../project/problems.js';
import {namespaceOf} from '../context-scope.js';
import {type Check, checkReference} from '../references.js';
import {isBeforeFirst} from '../versions/version.js';
import {fieldsInSight, homesOf} from './bare-names.js';
import {type DraftCondition, type DraftGuard, placeIn} from './parse-guard.js';
import type {WrittenField} from './written.js';

/** Finds out what the fields of a guard mean. One that means nothing is reported; the guard is then of no use. */
export function resolveGuard(guard: DraftGuard, check: Check, problems: Problems): Guard {
  const {text, onFalse, passOnError, inverted} = guard;
  const base = {text: text.trim(), ...(inverted && {inverted}), onFalse, passOnError};
  if ('decider' in guard) {
    const {staged, upstream} = check.graph;
    return {...base, decider: guard.decider, namespaces: ['source', ...staged, ...upstream.get(check.action)!]};
  }
  return {...base, condition: mapFields(guard.condition, (field) => resolveField(field, {guard, check, problems}))};
}

interface Resolving {
  readonly guard: DraftCondition;
  readonly check: Check;
  readonly problems: Problems;
}

function resolveField(field: WrittenField, {guard, check, problems}: Resolving): GuardField {
  const [first, ...rest] = field.steps;
  const {line: place} = placeIn(guard, field.start);
  const {scope} = check;
  const isConstant = Object.hasOwn(scope.constants, first);
  const isBefore = scope.version !== undefined && isBeforeFirst(first, scope.version);
  const namespace = namespaceOf({namespace: first}, scope);
  const isNamespace =
    ['source', 'seed', ...check.graph.staged].includes(first) || isConstant || check.scopes.has(namespace);
  // Nothing comes before the first version: what a guard asks of it is unknown for every record.
  if (isNamespace && !isBefore && (!isConstant || first === 'version')) {
    checkReference({namespace: first, path: rest, line: place.line, place}, check, problems);
  }
  if (isNamespace || isBefore) return {kind: 'field', namespace, path: rest};
  const homes = homesOf(first, check);
  const [home, other] = homes.certain;
  if (home !== undefined && other === undefined) return {kind: 'field', namespace: home, path: field.steps};
  const isOnly = homes.inSight.length === 1 && homes.open.length === 1;
  if (home === undefined && isOnly && rest.length === 0 && !field.isValue) {
    return {kind: 'field', namespace: homes.inSight[0]!, path: field.steps};
  }
  if (other !== undefined) reportAmbiguous(field, homes.certain, {guard, check, problems});
  else if (field.isValue && rest.length === 0) reportUnquoted(field, {guard, check, problems});
  else if (rest.length > 0) checkReference({namespace: first, path: rest, line: place.line, place}, check, problems);
  else reportUnknown(field, homes.open, {guard, check, problems});
  return {kind: 'field', namespace: first, path: rest};
}

function reportAmbiguous({steps, start}: WrittenField, homes: readonly string[], {guard, problems}: Resolving): void {
  const {line, column} = placeIn(guard, start);
  const choices = homes.map((namespace) => [namespace, ...steps].join('.'));
  const message = `"${steps[0]}" (${column} of "${guard.key}") may be a field of ${homes.join(' or of ')}.`;
  problems.error(line, message, `Write ${choices.join(' or ')}.`);
}

function reportUnquoted({steps, start, end}: WrittenField, {guard, check, problems}: Resolving): void {
  const {text, key} = guard;
  const {line, column} = placeIn(guard, start);
  const message = `"${steps[0]}" (${column} of "${key}") is no field that "${check.action}" reads; a text stands in quotes.`;
  problems.error(line, message, `Write ${text.slice(0, start)}"${steps[0]}"${text.slice(end)}`.trim());
}

function reportUnknown(
  {steps: [name], start}: WrittenField,
  open: readonly string[],
  {guard, check, problems}: Resolving,
): void {
  const {line, column} = placeIn(guard, start);
  const known = fieldsInSight(check);
  const near = nearest(
    name,
    known.map((field) => field.slice(field.indexOf('.') + 1)),
  );
  const meant = known.find((field) => near !== undefined && field.endsWith(`.${near}`));
  const choices = open.map((namespace) => `${namespace}.${name}`).join(' or ');
  const suggestion = choices === '' ? undefined : `Write its namespace, too: ${choices}.`;
  const message = `"${name}" (${column} of "${guard.key}") is no field that "${check.action}" is known to read.`;
  problems.error(line, message, meant === undefined ? suggestion : `Did you mean ${meant}?`);
}
