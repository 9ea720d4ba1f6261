import type {FieldRef, HitlAction} from './workflow.js';

/** The observed fields that a person decides on: those of the first dependency, or of the source. They go on. */
export function reviewedRefs({dependencies, scope}: HitlAction): readonly FieldRef[] {
  const reviewed = dependencies[0] ?? 'source';
  return scope.observe.filter(({namespace}) => namespace === reviewed);
}
