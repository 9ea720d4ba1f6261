import type {JsonObject} from '@agac/provider';
import {didYouMean, nearest} from '../domain/nearest.js';
import type {Action} from '../domain/workflow.js';
import type {Problems} from '../project/problems.js';
import {type DraftScope, namespaceOf} from './context-scope.js';
import type {Graph} from './dependencies.js';
import {type PlacedRef, refText} from './field-refs.js';
import {isFormerName, knownFields, ownFields} from './known-fields.js';

export interface ScopedActions {
  readonly graph: Graph;
  readonly scopes: ReadonlyMap<string, DraftScope>;
  /** Those that could be read. */
  readonly actions: ReadonlyMap<string, Action>;
}

/** Reports every reference to something that the action will not have. */
export function checkReferences(scoped: ScopedActions, problems: Problems): void {
  for (const [action, scope] of scoped.scopes) {
    const check = {action, scope, ...scoped};
    for (const ref of [...scope.observe, ...scope.passthrough]) checkReference(ref, check, problems);
    for (const ref of scope.drop) checkDrop(ref, check, problems);
    checkOutputNames(check, problems);
  }
}

/** One action whose references are checked. */
export interface Check extends ScopedActions {
  readonly action: string;
  readonly scope: DraftScope;
}

/** Reports a reference to something that the action will not have. */
export function checkReference(ref: PlacedRef, check: Check, problems: Problems): void {
  const namespace = namespaceOf(ref, check.scope);
  if (namespace === 'source' || check.graph.staged.includes(namespace)) return;
  if (namespace === 'seed') checkSeed(ref, check, problems);
  else if (namespace === 'version' && check.scope.version !== undefined) checkConstant(ref, check, problems);
  else if (check.graph.upstream.get(check.action)?.has(namespace)) checkField(ref, check, problems);
  else if (check.scopes.has(namespace)) reportNotUpstream(ref, check, problems);
  else reportUnknown(ref, check, problems);
}

function checkDrop(ref: PlacedRef, check: Check, problems: Problems): void {
  const namespace = namespaceOf(ref, check.scope);
  const isReachable = check.graph.upstream.get(check.action)?.has(namespace);
  if (!check.scopes.has(namespace) || isReachable) return checkReference(ref, check, problems);
  problems.warn(ref.place, `"${refText(ref)}" has no effect: "${check.action}" does not depend on "${ref.namespace}".`);
}

function checkSeed(ref: PlacedRef, {scope}: Check, problems: Problems): void {
  const [name] = ref.path;
  const names = Object.keys(scope.seed);
  if (name === undefined || names.includes(name)) return;
  problems.error(ref.place, `"${refText(ref)}" names seed data that seed_path does not.`, didYouMean(name, names));
}

function checkConstant(ref: PlacedRef, {scope}: Check, problems: Problems): void {
  const [name] = ref.path;
  const names = Object.keys((scope.constants as {version: JsonObject}).version);
  if (name === undefined || names.includes(name)) return;
  problems.error(ref.place, `"${refText(ref)}": a version has no "${name}".`, didYouMean(name, names));
}

function checkField(ref: PlacedRef, {actions, scope}: Check, problems: Problems): void {
  const [field] = ref.path;
  const fields = knownFields(namespaceOf(ref, scope), actions);
  if (field === undefined || fields === undefined || fields.has(field)) return;
  if (isFormerName(namespaceOf(ref, scope), ref.path, actions)) return;
  const message = `"${refText(ref)}": the outputs of "${ref.namespace}" have no field "${field}".`;
  problems.error(ref.place, message, didYouMean(field, fields));
}

function reportNotUpstream(ref: PlacedRef, {action, graph}: Check, problems: Problems): void {
  const {namespace, place} = ref;
  if (namespace === action) return problems.error(place, `"${refText(ref)}": an action cannot see its own outputs.`);
  const written = graph.written.get(action) ?? [];
  const isLater = graph.upstream.get(namespace)?.has(action);
  const message = `"${refText(ref)}": "${action}" does not come after "${namespace}".`;
  const dependencies = `dependencies: [${[...written, namespace].join(', ')}]`;
  problems.error(place, message, isLater ? 'Take it out: that action comes later.' : `Write ${dependencies}`);
}

function reportUnknown(ref: PlacedRef, {action, graph}: Check, problems: Problems): void {
  const versions = graph.order.filter(({version}) => version?.base === ref.namespace);
  if (versions.length > 0) {
    const message = `"${refText(ref)}" may be one of ${versions.length} versions.`;
    const names = versions.map(({name}) => refText({...ref, namespace: name}));
    return problems.error(ref.place, message, `Write ${names.slice(0, 5).join(' or ')}.`);
  }
  const upstream = [...(graph.upstream.get(action) ?? [])];
  const known = ['source', 'seed', ...graph.staged, ...upstream];
  const message = `"${refText(ref)}": there is no "${ref.namespace}" to refer to.`;
  const near = nearest(ref.namespace, [...known, ...graph.order.map(({name}) => name)]);
  problems.error(ref.place, message, didYouMean(ref.namespace, near === undefined ? known : [near]));
}

/** Fields that are passed through stand beside the action's own, by the last step of their path. */
function checkOutputNames({action, actions, scope}: Check, problems: Problems): void {
  const self = actions.get(action);
  const taken = new Map((self === undefined ? [] : (ownFields(self) ?? [])).map((field) => [field, 'its own field']));
  for (const ref of scope.passthrough) {
    const field = ref.path.at(-1);
    if (field === undefined || ref.nested) continue;
    const other = taken.get(field);
    const message = `"${refText(ref)}" goes into the outputs of "${action}" as "${field}", and so does ${other}; only one can be there.`;
    if (other === undefined) taken.set(field, `"${refText(ref)}"`);
    else if (other !== `"${refText(ref)}"`) problems.warn(ref.place, message, 'Take one of the two out.');
  }
}
