import {lstatSync, realpathSync} from 'node:fs';
import {dirname, sep} from 'node:path';
import {AgacError} from '../domain/errors.js';
import {onDisk} from '../store/atomic-file.js';

/**
 * Makes sure that writing this file stays inside `root` and replaces nothing but a file: a link planted in the output
 * folder could otherwise lead anywhere.
 * @throws AgacError STORE_WRITE
 */
export function checkTarget(root: string, path: string): void {
  const parent = onDisk(path, () => realpathSync(nearestExisting(dirname(path))));
  const top = onDisk(path, () => realpathSync(root));
  if (parent !== top && !parent.startsWith(top + sep)) {
    throw new AgacError('STORE_WRITE', `${path} would be written to ${parent}, outside of ${root}.`, {
      actions: ['Remove the link that leads there, or choose another output folder.'],
    });
  }
  const target = onDisk(path, () => lstatSync(path, {throwIfNoEntry: false}));
  if (target !== undefined && !target.isFile()) {
    throw new AgacError('STORE_WRITE', `${path} is in the way: it is a folder, a link or a device, not a file.`, {
      actions: ['Move it away.'],
    });
  }
}

function nearestExisting(folder: string): string {
  const found = lstatSync(folder, {throwIfNoEntry: false}) !== undefined;
  return found || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}
