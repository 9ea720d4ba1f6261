import {createHash} from 'node:crypto';
import {createReadStream, readdirSync, realpathSync, type Stats, statSync} from 'node:fs';
import {join, relative, sep} from 'node:path';

const HEX_DIGITS = 32;

/** Nothing that a function is made of: hidden, installed, compiled, or written by a run. */
const LEFT_OUT = /^(?:\.|node_modules$|__pycache__$|agent_io$)|\.(?:pyc|log)$/;

/**
 * Digests of the files in the tool folders, by path from the root with forward slashes. All files, whatever a function
 * imports or reads of them: of too many, one makes a free call too much; of too few, one leaves an output stale.
 */
export async function digestToolFiles(
  root: string,
  toolPaths: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  const seen = new Set<string>();
  for (const folder of toolPaths) {
    for (const path of filesBelow(join(root, folder), seen)) {
      digests[relative(root, path).split(sep).join('/')] = await digestOf(path);
    }
  }
  return digests;
}

/** Links are followed, as an import follows them; each folder is gone through once. */
function* filesBelow(path: string, seen: Set<string>): Generator<string> {
  const stats = statsOf(path);
  if (stats?.isFile()) yield path;
  if (!stats?.isDirectory()) return;
  const folder = realpathSync(path);
  if (seen.has(folder)) return;
  seen.add(folder);
  for (const name of readdirSync(path).toSorted()) {
    if (!LEFT_OUT.test(name)) yield* filesBelow(join(path, name), seen);
  }
}

/** Undefined where there is nothing, or a link that leads nowhere. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path)) hash.update(block as Buffer);
  return hash.digest('hex').slice(0, HEX_DIGITS);
}
