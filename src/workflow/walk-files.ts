import {type Dirent, readdirSync} from 'node:fs';
import {join} from 'node:path';

const SKIPPED = new Set(['node_modules', 'agent_io']);

/**
 * Files inside a folder of the project with one of these suffixes, relative to the root, in the order of their paths.
 * Hidden, linked, installed and input folders are passed over. None where the folder is not there.
 */
export function walkFiles(root: string, folder: string, suffixes: readonly string[]): readonly string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let inside = waiting.pop(); inside !== undefined; inside = waiting.pop()) {
    for (const entry of entriesOf(join(root, inside))) {
      const path = inside === '.' ? entry.name : `${inside}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) waiting.push(path);
      else if (entry.isFile() && suffixes.some((suffix) => entry.name.endsWith(suffix))) found.push(path);
    }
  }
  return found.sort();
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true});
  } catch {
    return [];
  }
}
