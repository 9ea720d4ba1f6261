import {isList, isMap, type Located} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';

/** Reports a `$ref` that leaves the schema, leads nowhere, or leads back to itself. */
export function checkReference(entry: Located, root: Located, problems: Problems): void {
  const {value} = entry;
  if (typeof value !== 'string') return problems.error(entry, `"$ref" is ${inWords(entry)}; it should be a text.`);
  if (value !== '#' && !value.startsWith('#/')) {
    const message = `The reference "${value}" leaves the schema; nothing is fetched.`;
    return problems.error(entry, message, 'Put what it means under $defs and write "#/$defs/Name".');
  }
  const seen = new Set<string>();
  for (
    let target: string | undefined = value;
    target !== undefined;
    target = referenceOf(resolveReference(target, root))
  ) {
    if (seen.has(target)) return problems.error(entry, `The reference "${value}" leads back to itself.`);
    seen.add(target);
    const found = resolveReference(target, root);
    if (found === undefined) return problems.error(entry, `The reference "${value}" leads nowhere.`);
  }
}

/** What `#/a/b` points at in the schema. */
export function resolveReference(reference: string, root: Located): Located | undefined {
  const steps = reference.split('/').slice(1).map(decodeStep);
  return steps.reduce<Located | undefined>((at, step) => {
    if (isMap(at?.value)) return at.value.get(step);
    return isList(at?.value) && /^\d+$/.test(step) ? at.value[Number(step)] : undefined;
  }, root);
}

/** Where a schema refers on to, if it does. */
export function referenceOf(schema: Located | undefined): string | undefined {
  const reference = isMap(schema?.value) ? schema.value.get('$ref')?.value : undefined;
  return typeof reference === 'string' && /^#(\/|$)/.test(reference) ? reference : undefined;
}

/** As in RFC 6901, within a URI fragment. */
function decodeStep(step: string): string {
  let plain = step;
  try {
    plain = decodeURIComponent(step);
  } catch {
    // A lone % is taken as it stands.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}
