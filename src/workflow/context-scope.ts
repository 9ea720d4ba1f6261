import type {Json, JsonObject} from '@agac/provider';
import type {FieldRef} from '../domain/workflow.js';
import {mapOf} from '../project/keys-of.js';
import type {Draft} from './draft.js';
import {fieldRefsAt, type PlacedRef} from './field-refs.js';
import type {Reading} from './reading.js';
import {readSeeds} from './seeds.js';
import {constantsOf, type Version} from './versions/version.js';

/** A context scope whose references still know their files. */
export interface DraftScope {
  readonly observe: readonly PlacedRef[];
  readonly drop: readonly PlacedRef[];
  readonly passthrough: readonly PlacedRef[];
  readonly seed: Readonly<Record<string, Json>>;
  readonly names: Readonly<Record<string, string>>;
  readonly constants: JsonObject;
  /** Where the action is one of several versions: which. */
  readonly version: Version | undefined;
}

/** Which fields an action sees and hands on. What is not written: all fields of what it reads. */
export function parseScope(
  draft: Draft,
  {dependencies, baseOf}: {dependencies: readonly string[]; baseOf: ReadonlyMap<string, string>},
  reading: Reading,
): DraftScope {
  const {problems} = reading;
  const scope = mapOf(draft.keys.get('context_scope'));
  return {
    observe: fieldRefsAt(scope, 'observe', problems) ?? allOf(dependencies, draft),
    drop: fieldRefsAt(scope, 'drop', problems) ?? [],
    passthrough: nestVersions(fieldRefsAt(scope, 'passthrough', problems) ?? [], baseOf),
    seed: readSeeds(scope.get('seed_path'), reading),
    names: Object.fromEntries(draft.single ?? []),
    constants: draft.version === undefined ? {} : constantsOf(draft.version),
    version: draft.version,
  };
}

/** Versions of one action have fields of one name; where several pass theirs through, each keeps to its own namespace. */
function nestVersions(refs: readonly PlacedRef[], baseOf: ReadonlyMap<string, string>): readonly PlacedRef[] {
  const isAlike = (one: PlacedRef, other: PlacedRef) =>
    one.namespace !== other.namespace && baseOf.get(one.namespace) === baseOf.get(other.namespace);
  return refs.map((ref) => {
    const isOneOfSeveral = baseOf.has(ref.namespace) && refs.some((other) => isAlike(ref, other));
    return isOneOfSeveral ? {...ref, nested: true} : ref;
  });
}

/** The namespace that a reference of an action leads to, whatever name it has there. */
export function namespaceOf({namespace}: Pick<FieldRef, 'namespace'>, {names}: Pick<DraftScope, 'names'>): string {
  return Object.hasOwn(names, namespace) ? names[namespace]! : namespace;
}

/** One that has a name of its own here is shown under that: the same for all versions. */
function allOf(dependencies: readonly string[], {place, single}: Draft): readonly PlacedRef[] {
  const names = new Map([...(single ?? [])].map(([name, action]) => [action, name]));
  const namespaces = dependencies.length === 0 ? ['source'] : dependencies.map((each) => names.get(each) ?? each);
  return namespaces.map((namespace) => ({namespace, path: [], line: place.line, place}));
}
