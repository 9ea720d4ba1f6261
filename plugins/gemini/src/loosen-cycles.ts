import type {Json, JsonObject} from '@agac/provider';
import {listOf, objectOf} from '@agac/provider/kit';

const ROOT = '#';

/**
 * A schema in which nothing that contains itself is required: Gemini unrolls such parts a few times, and takes them in
 * properties alone that may be missing; others make it refuse a whole job. Pure.
 */
export function loosenCycles(schema: JsonObject): {readonly json: JsonObject; readonly dropped: readonly string[]} {
  const {$defs: defs, ...root} = schema;
  const parts = new Map<string, Json | undefined>([[ROOT, root]]);
  for (const [name, part] of Object.entries(objectOf(defs) ?? {})) parts.set(`#/$defs/${name}`, part);
  const endless = [...parts.keys()].filter((ref) => reaches(ref, parts).has(ref));
  if (endless.length === 0) return {json: schema, dropped: []};
  const loosened = new Set<string>();
  const json = loosen(schema, {endless, loosened}) as JsonObject;
  return {json, dropped: [...loosened].map((name) => `that \`${name}\` is required, since it may contain itself`)};
}

interface Loosening {
  readonly endless: readonly string[];
  /** Names of the properties that are not required any more. */
  readonly loosened: Set<string>;
}

function loosen(value: Json, loosening: Loosening): Json {
  if (Array.isArray(value)) return value.map((inner) => loosen(inner, loosening));
  const object = objectOf(value);
  if (object === undefined) return value;
  const entries = Object.entries(object).map(([name, inner]) => [name, loosen(inner ?? null, loosening)]);
  const inner = Object.fromEntries(entries) as JsonObject;
  const [properties, required] = [objectOf(object['properties']), listOf(object['required'])];
  if (properties === undefined || required === undefined) return inner;
  const kept = required.filter((name) => {
    const isEndless = refsIn(properties[String(name)]).some((ref) => loosening.endless.includes(ref));
    if (isEndless) loosening.loosened.add(String(name));
    return !isEndless;
  });
  const {required: _, ...rest} = inner;
  return kept.length === 0 ? rest : {...rest, required: kept};
}

/** All parts that a part refers to, and those that they refer to. */
function reaches(from: string, parts: ReadonlyMap<string, Json | undefined>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [from];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    for (const next of refsIn(parts.get(ref))) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

function refsIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  return Object.entries(objectOf(value) ?? {}).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}
