import type {JsonObject} from '../json.js';

export interface BodyOptions {
  /** Fields that go into every body as they are. */
  readonly body: JsonObject;
  /** What is left out, and why, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The user's options that are not the adapter's own, told apart: all of them are fields of bodies, but for those that
 * mean nothing to this vendor. `meaningless` says of each, by its name, why.
 */
export function bodyOptions(options: JsonObject, meaningless: Readonly<Record<string, string>>): BodyOptions {
  const entries = Object.entries(options);
  const isMeaningless = ([name]: readonly [string, unknown]) => Object.hasOwn(meaningless, name);
  return {
    body: Object.fromEntries(entries.filter((entry) => !isMeaningless(entry))),
    notes: entries.filter(isMeaningless).map(([name]) => `The option ${name} is left out: ${meaningless[name]}.`),
  };
}
