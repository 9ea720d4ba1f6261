import type {Action, FieldRef, FormerName} from '../domain/workflow.js';

/** The former names of all that an action may read of what actions before it passed through. */
export function formerNames({kind, scope, guard}: Action, actions: ReadonlyMap<string, Action>): readonly FormerName[] {
  const {observe, drop, passthrough, names = {}} = scope;
  const refs = [...observe, ...drop, ...passthrough];
  const named = [...actions.values()].flatMap((action) =>
    action.scope.passthrough
      .filter(({nested}) => !nested)
      .map((ref): FormerName => {
        const former = {namespace: action.name, ...formerName(ref)};
        const isReferred = refs.some((each) => hasName(each, names[each.namespace] ?? each.namespace, former));
        return isReferred ? {...former, isReferred: true} : former;
      }),
  );
  const mayNameAny = kind === 'llm' || guard !== undefined;
  return mayNameAny ? named : named.filter(({isReferred}) => isReferred);
}

function formerName({namespace, path}: FieldRef): Pick<FormerName, 'from' | 'field'> {
  const field = path.at(-1);
  return {from: [namespace, ...path], ...(field !== undefined && {field})};
}

/** Whether a reference leads to a field by its former name, to something in it, or to what it is in. */
function hasName({path}: FieldRef, namespace: string, former: FormerName): boolean {
  const length = Math.min(path.length, former.from.length);
  return (
    namespace === former.namespace && length > 0 && former.from.slice(0, length).every((step, i) => step === path[i])
  );
}
