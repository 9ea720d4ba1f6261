import {didYouMean} from '../../domain/nearest.js';
import {checkKeys} from '../../project/check-keys.js';
import {mapOf, textAt} from '../../project/keys-of.js';
import {isMap} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import type {Draft} from '../draft.js';
import {CONSUMPTION_KEYS} from '../keys.js';
import type {Versions} from './version.js';

/** How an action reads the versions of another. */
export interface Consumption {
  /** Name of the action with the versions. */
  readonly source: string;
  /** `merge`: all versions together; `match`: each version reads the one of the same value. */
  readonly pattern: 'merge' | 'match';
}

/** Reads `version_consumption`. Undefined where there is none or, with a problem, none that can be carried out. */
export function readConsumption({own}: Draft, problems: Problems): Consumption | undefined {
  const entry = own.get('version_consumption');
  if (!isMap(entry?.value)) return undefined;
  checkKeys(entry, {table: CONSUMPTION_KEYS, of: 'version_consumption'}, problems);
  const source = textAt(entry.value, 'source')?.trim();
  const pattern = textAt(entry.value, 'pattern')?.toLowerCase() === 'match' ? 'match' : 'merge';
  if (source !== undefined) return {source, pattern};
  return void problems.error(
    entry,
    '"version_consumption" names no source.',
    'Write source: and an action with versions.',
  );
}

/** Reports a source that has no versions, or not the ones that are to be matched. */
export function checkConsumption(
  {name, own}: Draft,
  {
    consumption: {source, pattern},
    versions,
    families,
  }: {consumption: Consumption; versions: Versions | undefined; families: ReadonlyMap<string, Versions>},
  problems: Problems,
): void {
  const entry = mapOf(own.get('version_consumption')).get('source')!;
  const found = families.get(source);
  if (found === undefined) {
    const known = [...families.keys()].filter((family) => family !== name);
    return problems.error(
      entry,
      `"${name}" reads the versions of "${source}", which has none.`,
      didYouMean(source, known),
    );
  }
  const missing = pattern === 'match' ? versions?.values.find((value) => !found.values.includes(value)) : undefined;
  if (missing === undefined) return;
  const message = `"${name}" has a version ${missing}, and "${source}" has none to match it.`;
  problems.error(entry, message, 'Give both the same range, or write pattern: merge.');
}
