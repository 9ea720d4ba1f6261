import {isList, isMap, type Located, type LocatedValue} from '../project/located.js';

/** Two values of one key of a context scope: maps are merged, lists joined; of anything else the upper one counts. */
export function mergeEntries(below: Located | undefined, above: Located): Located {
  if (below === undefined || below.value === null) return above;
  if (isMap(below.value) && isMap(above.value)) return {...above, value: new Map([...below.value, ...above.value])};
  const [first, second] = [listed(below), listed(above)];
  return first === undefined || second === undefined ? above : {...above, value: withoutRepeats([...first, ...second])};
}

/** A list, or the one text that may stand for it. */
function listed(located: Located): readonly Located[] | undefined {
  if (isList(located.value)) return located.value;
  return typeof located.value === 'string' ? [located] : undefined;
}

function withoutRepeats(items: readonly Located[]): readonly Located[] {
  const seen = new Set<LocatedValue>();
  return items.filter(({value}) => {
    const isNew = !seen.has(value);
    seen.add(value);
    return isNew;
  });
}
