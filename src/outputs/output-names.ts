import {extname} from 'node:path/posix';
import {foldPath} from './fold-path.js';

/** What stands beside the outputs in an action's folder under a name of its own. */
const RESERVED = ['rejected.jsonl'];

/**
 * Where the outputs of each input file go, relative to the action's folder: folders are kept, `a/customers.csv` and
 * `a/customers.csv.gz` become `a/customers.json`. Inputs that differ only in their suffix keep it (`x.csv.json`), except the one that has the
 * wanted suffix already. No two inputs share a path, on disks that do not tell case apart either, and no path is
 * absolute or holds `..`, whatever the names. The map is in the order of the sorted input files.
 */
export function outputNames(files: readonly string[], suffix = '.json'): ReadonlyMap<string, string> {
  const inputs = [...new Set(files)].sort().map((file) => inputOf(file, suffix));
  const sharing = countBy(inputs, ({plain}) => foldPath(plain));
  const taken = new Set([...RESERVED, ...inputs.flatMap(({folders}) => folders)].map(foldPath));
  const names = new Map<string, string>();
  // Those that have the suffix come first: nobody else may take their name.
  for (const input of [...inputs.filter(({same}) => same), ...inputs.filter(({same}) => !same)]) {
    const alone = input.same || sharing.get(foldPath(input.plain)) === 1;
    const name = firstFree(alone ? [input.plain, input.path + suffix] : [input.path + suffix], taken);
    taken.add(foldPath(name));
    names.set(input.file, name);
  }
  return new Map([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Input {
  readonly file: string;
  /** `file`, made harmless. */
  readonly path: string;
  /** `path` with the wanted suffix in place of its own. */
  readonly plain: string;
  /** Whether its own suffix is the wanted one. */
  readonly same: boolean;
  /** The folders it is in, outermost first: no output may be named as one of them. */
  readonly folders: readonly string[];
}

function inputOf(file: string, suffix: string): Input {
  const segments = file
    .split('/')
    .map(harmless)
    .filter((segment) => segment !== '');
  const path = segments.join('/') || 'input';
  const own = suffixOf(path);
  return {
    file,
    path,
    plain: path.slice(0, path.length - own.length) + suffix,
    same: own.toLowerCase() === suffix,
    folders: segments.slice(0, -1).map((_, index) => segments.slice(0, index + 1).join('/')),
  };
}

/** Of a packed input both: `.csv.gz`. */
function suffixOf(path: string): string {
  const last = extname(path);
  return last.toLowerCase() === '.gz' ? extname(path.slice(0, -last.length)) + last : last;
}

/** Runs of dots become one and none is left at the end, so neither `.` nor `..` survives, with a suffix added either. */
function harmless(segment: string): string {
  return segment
    .replace(/[\\\0]/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/\.$/, '');
}

function firstFree(candidates: readonly [string, ...string[]], taken: ReadonlySet<string>): string {
  const free = candidates.find((name) => !taken.has(foldPath(name)));
  if (free !== undefined) return free;
  const suffix = extname(candidates[0]);
  const stem = candidates[0].slice(0, -suffix.length);
  for (let number = 2; ; number += 1) {
    const name = `${stem}.${number}${suffix}`;
    if (!taken.has(foldPath(name))) return name;
  }
}

function countBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
