import type {Json} from '@agac/provider';
import {mapOf} from '../project/keys-of.js';
import type {Place} from '../project/located.js';
import type {Draft} from './draft.js';
import {fieldRefsAt, type PlacedRef} from './field-refs.js';
import type {Reading} from './reading.js';
import {readSeeds} from './seeds.js';

/** A context scope whose references still know their files. */
export interface DraftScope {
  readonly observe: readonly PlacedRef[];
  readonly drop: readonly PlacedRef[];
  readonly passthrough: readonly PlacedRef[];
  readonly seed: Readonly<Record<string, Json>>;
}

/** Which fields an action sees and hands on. What is not written: all fields of what it reads. */
export function parseScope(draft: Draft, dependencies: readonly string[], reading: Reading): DraftScope {
  const {problems} = reading;
  const scope = mapOf(draft.keys.get('context_scope'));
  return {
    observe: fieldRefsAt(scope, 'observe', problems) ?? allOf(dependencies, draft.place),
    drop: fieldRefsAt(scope, 'drop', problems) ?? [],
    passthrough: fieldRefsAt(scope, 'passthrough', problems) ?? [],
    seed: readSeeds(scope.get('seed_path'), reading),
  };
}

function allOf(dependencies: readonly string[], place: Place): readonly PlacedRef[] {
  const namespaces = dependencies.length === 0 ? ['source'] : dependencies;
  return namespaces.map((namespace) => ({namespace, path: [], line: place.line, place}));
}
