import type {FieldRef} from '../domain/workflow.js';
import {textsAt} from '../project/keys-of.js';
import type {Located, LocatedMap, Place} from '../project/located.js';
import type {Problems} from '../project/problems.js';

/** A reference that still knows which file it is written in: it may be inherited. */
export interface PlacedRef extends FieldRef {
  readonly place: Place;
}

/** The references in a list of a context scope; undefined where the list is not written. */
export function fieldRefsAt(scope: LocatedMap, key: string, problems: Problems): readonly PlacedRef[] | undefined {
  return textsAt(scope, key)?.flatMap((entry) => parseFieldRef(entry, problems) ?? []);
}

/** `namespace.field.sub` or `namespace.*`. */
function parseFieldRef(entry: Located & {readonly value: string}, problems: Problems): PlacedRef | undefined {
  const {file, line} = entry;
  const text = entry.value.trim();
  const [namespace = '', ...path] = text.split('.').map((step) => step.trim());
  const isAll = path.length === 1 && path[0] === '*';
  if (path.length === 0 || namespace === '') {
    return void problems.error(
      entry,
      `"${text}" is no reference to a field.`,
      `Write ${namespace || 'source'}.field, or ${namespace || 'source'}.* for all.`,
    );
  }
  if (!isAll && path.some((step) => step === '' || step === '*')) {
    const above = [namespace, ...path.slice(0, -1)].join('.');
    return void problems.error(
      entry,
      `"${text}" is no reference to a field.`,
      path.at(-1) === '*' ? `Write ${above} for all that is in it.` : undefined,
    );
  }
  return {namespace, path: isAll ? [] : path, line, place: {file, line}};
}

/** As the user writes it. */
export function refText({namespace, path}: FieldRef): string {
  return [namespace, ...(path.length === 0 ? ['*'] : path)].join('.');
}
