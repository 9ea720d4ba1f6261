import {lstatSync, realpathSync} from 'node:fs';
import {dirname, sep} from 'node:path';
import {AgacError} from '../domain/errors.js';

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

/** Runs a step on the disk; what it throws becomes STORE_WRITE naming the file. */
export function onDisk<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AgacError('STORE_WRITE', `${path} cannot be written: ${reason}.`, {
      actions: ['Make room or give permission, then type the same command again. Nothing that was paid for is lost.'],
      cause,
    });
  }
}

function nearestExisting(folder: string): string {
  const found = lstatSync(folder, {throwIfNoEntry: false}) !== undefined;
  return found || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}
