import type {ProviderEntry} from '../providers/discover.js';
import type {Installed} from '../workflow/vendors.js';

/** What reading a project has to know of the installed providers. */
export function installedOf(entries: readonly ProviderEntry[]): Installed {
  const named = entries.filter((entry) => entry.named);
  return {providers: namesOf(entries), namedAdapters: namesOf(named)};
}

/** Each once: that two packages offer one name is told when it is opened. */
function namesOf(entries: readonly ProviderEntry[]): readonly string[] {
  return [...new Set(entries.map(({name}) => name))];
}
