import type {FieldRef} from '../../domain/workflow.js';
import {namespaceOf} from '../context-scope.js';
import {knownFields} from '../known-fields.js';
import type {Check} from '../references.js';

/** Where a field may be that is written without its namespace. */
export interface Homes {
  /** Namespaces that have it for sure. */
  readonly certain: readonly string[];
  /** Namespaces that the action depends on or observes. */
  readonly inSight: readonly string[];
  /** Of those, the ones whose fields are not known beforehand. */
  readonly open: readonly string[];
}

/** Looks for a field in what the action depends on or observes, and in the answers in text mode before it. */
export function homesOf(field: string, check: Check): Homes {
  const inSight = namespacesInSight(check);
  const named = [...check.scope.observe, ...check.scope.passthrough].filter(({path}) => path[0] === field);
  const certain = new Set([
    ...named.map((ref) => namespaceOf(ref, check.scope)).filter((namespace) => namespace !== 'seed'),
    ...inSight.filter((namespace) => knownFields(namespace, check.actions)?.has(field)),
    ...textNamespaces(field, check),
  ]);
  const open = inSight.filter((namespace) => knownFields(namespace, check.actions) === undefined);
  return {certain: [...certain], inSight, open};
}

/** All fields that are known beforehand, with their namespaces. */
export function fieldsInSight(check: Check): readonly string[] {
  const text = (ref: FieldRef) => [ref.namespace, ...ref.path].join('.');
  const named = [...check.scope.observe, ...check.scope.passthrough].filter(({path}) => path.length > 0).map(text);
  const known = namespacesInSight(check).flatMap((namespace) =>
    [...(knownFields(namespace, check.actions) ?? [])].map((field) => `${namespace}.${field}`),
  );
  return [...new Set([...known, ...named])];
}

function namespacesInSight({action, graph, scope}: Check): readonly string[] {
  const dependencies = graph.dependencies.get(action) ?? [];
  const observed = scope.observe.map((ref) => namespaceOf(ref, scope));
  const all = [...(dependencies.length === 0 ? ['source'] : dependencies), ...observed];
  return [...new Set(all)].filter((namespace) => namespace !== 'seed' && namespace !== 'version');
}

/** Actions before this one whose answer is a plain text, kept under this name. */
function textNamespaces(field: string, {action, graph, actions}: Check): readonly string[] {
  return [...(graph.upstream.get(action) ?? [])].filter((name) => {
    const found = actions.get(name);
    return found?.kind === 'llm' && !found.jsonMode && found.outputField === field;
  });
}
