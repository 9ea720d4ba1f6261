import {realpathSync} from 'node:fs';
import {dirname, isAbsolute, relative, resolve, sep} from 'node:path';

/**
 * A path relative to `top`, with forward slashes, `.` for `top` itself; undefined when it leads out of there, by its
 * words or through a link. What does not exist yet is judged by the nearest folder that does.
 */
export function pathInside(top: string, path: string): string | undefined {
  const target = resolve(top, path);
  if (!isWithin(resolve(top), target) || !isWithin(realOf(resolve(top)), realOf(target))) return undefined;
  return relative(resolve(top), target).split(sep).join('/') || '.';
}

/** Whether an absolute path is this folder or something in it, by its words alone. */
function isWithin(folder: string, target: string): boolean {
  const path = relative(folder, target);
  return !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(realOf(parent), relative(parent, path));
  }
}
