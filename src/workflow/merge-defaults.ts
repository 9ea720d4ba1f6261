import {mapOf, textAt} from '../project/keys-of.js';
import type {Located, LocatedMap} from '../project/located.js';
import {mergeEntries} from './merge-entries.js';
import {withMoved} from './moved-keys.js';

/** What actions inherit. */
export interface Defaults {
  /** `default_agent_config` of the project. */
  readonly project: LocatedMap;
  /** `defaults` of the workflow. */
  readonly workflow: LocatedMap;
}

/** What belongs to one vendor: no other may be sent that key, or be looked for at that address. */
export const OF_ONE_VENDOR = ['api_key', 'base_url', 'vendor_options'] as const;

/**
 * An action with what it inherits: project < workflow < action. A key replaces the one below it, except that the maps
 * of `context_scope` are merged and its lists joined, and that what belongs to one vendor is taken only from where
 * the action's vendor holds: written at the same level, or further out and not replaced by another.
 */
export function mergeDefaults({project, workflow}: Defaults, own: LocatedMap): LocatedMap {
  const layers = [project, workflow, own].map(withMoved);
  const merged = new Map(layers.flatMap((layer) => [...layer]));
  const scope = mergeScopes(layers.flatMap((layer) => layer.get('context_scope') ?? []));
  if (scope !== undefined) merged.set('context_scope', scope);
  const vendors = vendorsOf(layers);
  for (const key of OF_ONE_VENDOR) {
    const entry = layers.findLast((layer, i) => layer.has(key) && vendors[i] === vendors.at(-1))?.get(key);
    if (entry === undefined) merged.delete(key);
    else merged.set(key, entry);
  }
  return merged;
}

/** The vendor that holds at each level: its own, or that of the level before it. */
function vendorsOf(layers: readonly LocatedMap[]): readonly (string | undefined)[] {
  let vendor: string | undefined;
  return layers.map((layer) => {
    vendor = textAt(layer, 'model_vendor')?.trim() ?? vendor;
    return vendor;
  });
}

function mergeScopes(scopes: readonly Located[]): Located | undefined {
  const last = scopes.at(-1);
  if (last === undefined) return undefined;
  const merged = new Map<string, Located>();
  for (const [written, entry] of scopes.flatMap((scope) => [...mapOf(scope)])) {
    const key = written === 'seed_data' ? 'seed_path' : written;
    merged.set(key, mergeEntries(merged.get(key), entry));
  }
  return {...last, value: merged};
}
