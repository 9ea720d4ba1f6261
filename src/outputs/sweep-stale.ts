import {lstatSync, rmSync} from 'node:fs';
import {join, sep} from 'node:path';
import {onDisk} from '../store/atomic-file.js';
import {checkTarget} from './check-target.js';
import {foldPath} from './fold-path.js';

export interface StaleFiles {
  /** The project root: nothing is removed outside of it. Absolute. */
  readonly root: string;
  /** The action's output folder. Absolute. */
  readonly folder: string;
  /** Names that an earlier run wrote here, relative to the folder. */
  readonly previous: readonly string[];
  /** Names that hold the outputs of now. */
  readonly current: Iterable<string>;
}

/**
 * Removes output files of an earlier run whose input is gone, so that nothing old is taken for new. Touches only files
 * that agac is known to have written. Returns the names removed.
 * @throws AgacError STORE_WRITE
 */
export function sweepStale({root, folder, previous, current}: StaleFiles): readonly string[] {
  const kept = new Set(Array.from(current, foldPath));
  return previous.filter((name) => {
    const path = join(folder, name);
    const known = name.endsWith('.json') && path.startsWith(join(folder, sep)) && !kept.has(foldPath(name));
    if (!known || !isFile(path)) return false;
    checkTarget(root, path);
    onDisk(path, () => rmSync(path));
    return true;
  });
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}
