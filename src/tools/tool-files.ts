import {type Dirent, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Role} from '../domain/workflow.js';
import {exportedNames} from './exported-names.js';
import {isPython} from './function-place.js';
import {decoratedFunctions} from './python/decorated-functions.js';

/** A module in a tool folder. */
export interface ToolFile {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  /** Its name without the suffix. */
  readonly stem: string;
  readonly language: Language;
  readonly functions: readonly FoundFunction[];
}

export type Language = 'JavaScript' | 'TypeScript' | 'Python';

/** Something in a module that may be a tool or a validator. */
export interface FoundFunction {
  /** `default` for the default export. */
  readonly name: string;
  /** In Python, what it is decorated as. What JavaScript exports may be used as either. */
  readonly role?: Role;
  readonly line?: number;
  /** As it is decorated. */
  readonly granularity?: 'record' | 'file';
}

const MODULE = /^(?<stem>.+)\.(?:js|mjs|ts|mts|py)$/;
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
      const text = readFileSync(join(root, file), 'utf8');
      yield {file, stem, language: languageOf(file), functions: functionsIn(file, text)};
    }
  }
}

function functionsIn(file: string, text: string): readonly FoundFunction[] {
  return isPython(file) ? decoratedFunctions(text) : exportedNames(text).map((name) => ({name}));
}

function languageOf(file: string): Language {
  if (isPython(file)) return 'Python';
  return /\.m?ts$/.test(file) ? 'TypeScript' : 'JavaScript';
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
