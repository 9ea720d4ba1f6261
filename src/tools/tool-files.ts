import {type Dirent, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {exportedNames} from './exported-names.js';

/** A module in a tool folder. */
export interface ToolFile {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  /** Its name without the suffix. */
  readonly stem: string;
  /** Names of its exports; `default` for the default. */
  readonly exports: readonly string[];
}

const MODULE = /^(?<stem>.+)\.(?:js|mjs|ts|mts)$/;
const LEFT_OUT = /^(?:_|test_|\.|node_modules$)|\.(?:d\.ts|d\.mts|test\.[jt]s)$/;

/** The modules under the tool folders, sorted by name within each. Links are not followed; no code of them runs. */
export function* toolFiles(root: string, toolPaths: readonly string[]): Generator<ToolFile> {
  for (const path of toolPaths) yield* filesIn(root, path.replaceAll('\\', '/').replace(/\/+$/, ''));
}

function* filesIn(root: string, folder: string): Generator<ToolFile> {
  for (const entry of entriesOf(join(root, folder))) {
    if (LEFT_OUT.test(entry.name)) continue;
    const file = `${folder}/${entry.name}`;
    const stem = MODULE.exec(entry.name)?.groups?.['stem'];
    if (entry.isDirectory()) yield* filesIn(root, file);
    else if (entry.isFile() && stem !== undefined) {
      yield {file, stem, exports: exportedNames(readFileSync(join(root, file), 'utf8'))};
    }
  }
}

/** A folder that is not there has no tools. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
