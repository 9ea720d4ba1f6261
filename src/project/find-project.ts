import {existsSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';

/** Names of the file that marks the root of a project, in the order they are looked for. */
export const SETTINGS_FILES = ['agent_actions.yml', 'agent_actions.yaml', '.agent_actions.yml'] as const;

/** The nearest folder, from this one upwards, that holds a settings file. Absolute. Never throws. */
export function findProject(from: string): string | undefined {
  let folder = resolve(from);
  while (!SETTINGS_FILES.some((name) => existsSync(join(folder, name)))) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}
