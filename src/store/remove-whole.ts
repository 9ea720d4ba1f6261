import {randomBytes} from 'node:crypto';
import {existsSync, lstatSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import {makeFolder, onDisk} from './atomic-file.js';

/** Where things are put aside to be removed: nothing in it is anything any more. */
export function removedFolder(root: string): string {
  return join(root, '.agac', 'removed');
}

/**
 * Removes a file or folder of the store. It is put aside under one name first, so that a crash leaves it whole or gone,
 * never half of it.
 * @throws AgacError STORE_WRITE
 */
export function removeWhole(root: string, path: string): void {
  onDisk(path, () => {
    const aside = removedFolder(root);
    makeFolder(aside);
    const name = join(aside, `${basename(path)}-${randomBytes(6).toString('hex')}`);
    if (existsSync(path)) renameSync(path, name);
    rmSync(name, {recursive: true, force: true, maxRetries: 3});
  });
}

/** What a file, or all that is below a folder, takes: in bytes. What vanishes meanwhile takes none. */
export function sizeOf(path: string): number {
  try {
    const stat = lstatSync(path);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch {
    return 0;
  }
}
