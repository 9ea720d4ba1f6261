import type {Problem} from '../domain/errors.js';
import {nearest} from '../domain/nearest.js';
import type {Action, FieldRef, LlmAction, Workflow} from '../domain/workflow.js';
import {promptReferences} from '../requests/prompt-references.js';
import {fileLine} from '../requests/render-problem.js';
import {openTemplates} from '../requests/template.js';
import {isFormerName, knownFields} from '../workflow/known-fields.js';

/** What is wrong with the prompts of a workflow whatever the record: their syntax, and names that they are never given. */
export function promptProblems({actions}: Workflow): readonly Problem[] {
  const templates = openTemplates();
  const byName = new Map(actions.map((action) => [action.name, action]));
  const problems = actions.flatMap((action) => {
    if (action.kind !== 'llm') return [];
    const problem = templates.check(action.prompt);
    return problem === undefined ? missingNames(action, byName) : [problem];
  });
  return [
    ...new Map(problems.map((problem) => [`${problem.file}:${problem.line}: ${problem.message}`, problem])).values(),
  ];
}

type Actions = ReadonlyMap<string, Action>;

function missingNames(action: LlmAction, actions: Actions): readonly Problem[] {
  const {prompt} = action;
  // Which branch a version takes is not known here: what one of them is given may be named in the prompt of all.
  const base = baseOf(action);
  const asking = [...actions.values()].filter((other) => other.kind === 'llm');
  const alike = base === undefined ? [action] : asking.filter((other) => baseOf(other) === base);
  const given = alike.map((each) => namesOf(each, actions));
  return promptReferences(prompt.text).flatMap(({steps, at}) => {
    const [root] = steps;
    // Nothing comes before the first of sequential versions, and its prompt says so.
    if (base !== undefined && (root === base || root.startsWith(`${base}_`))) return [];
    if (given.some((names) => hasName(names, steps))) return [];
    const line = fileLine(prompt, prompt.text.slice(0, at).split('\n').length);
    return [{severity: 'error', file: prompt.file, line, ...described(action, steps, given[0]!, actions)}];
  });
}

function baseOf({scope}: Action): string | undefined {
  const version = scope.constants?.['version'];
  return typeof version === 'object' && version !== null && 'base_name' in version
    ? String(version.base_name)
    : undefined;
}

/** The namespaces that a prompt may name, and the fields that can be in them; undefined: any. */
type Names = ReadonlyMap<string, ReadonlySet<string> | undefined>;

function namesOf({scope, prompt}: LlmAction, actions: Actions): Names {
  const {observe, passthrough, seed, constants = {}, names = {}} = scope;
  const refs = [...observe, ...passthrough];
  const namespaces = [...new Set(refs.map(({namespace}) => namespace))];
  const seeds = Object.keys(seed);
  return new Map([
    ...namespaces.map(
      (namespace) => [namespace, fieldsOf(namespace, names[namespace] ?? namespace, refs, actions)] as const,
    ),
    ...(prompt.dispatches ? [['dispatch_task', undefined] as const] : []),
    ...(seeds.length > 0 ? [['seed', new Set(seeds)] as const] : []),
    ...Object.entries(constants).map(([name, value]) => [name, fieldsOfConstant(value)] as const),
  ]);
}

function fieldsOfConstant(value: unknown): ReadonlySet<string> | undefined {
  return typeof value === 'object' && value !== null ? new Set(Object.keys(value)) : undefined;
}

function fieldsOf(
  namespace: string,
  action: string,
  refs: readonly FieldRef[],
  actions: Actions,
): ReadonlySet<string> | undefined {
  const own = refs.filter((ref) => ref.namespace === namespace);
  if (own.every(({path}) => path.length > 0)) return new Set(own.map(({path}) => path[0]!));
  const known = knownFields(action, actions);
  const origins = actions
    .get(action)
    ?.scope.passthrough.filter((ref) => isFormerName(action, [ref.namespace], actions));
  return known && new Set([...known, ...(origins ?? []).map((ref) => ref.namespace)]);
}

function hasName(names: Names, [root, field]: readonly string[]): boolean {
  const fields = names.get(root!);
  return names.has(root!) && (field === undefined || fields === undefined || fields.has(field));
}

function described(
  {name, prompt}: LlmAction,
  steps: readonly string[],
  given: Names,
  actions: Actions,
): Pick<Problem, 'message' | 'suggestion'> {
  const [root = '', field] = steps;
  const used = steps.slice(0, 2).join('.');
  const message = `The prompt \`${prompt.name}\` of "${name}" uses \`${used}\`, which it is never given.`;
  const fields = given.get(root);
  const near = given.has(root) ? nearest(field ?? '', fields ?? []) : nearest(root, given.keys());
  const meant = given.has(root) ? [root, near] : [near, ...steps.slice(1, 2)];
  if (near !== undefined) return {message, suggestion: `Did you mean \`${meant.join('.')}\`?`};
  const canBeObserved = root === 'source' || actions.has(root);
  return {
    message,
    ...(canBeObserved && {suggestion: `Write ${used}${field === undefined ? '.*' : ''} under observe.`}),
  };
}
