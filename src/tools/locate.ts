import {allNear} from '../domain/nearest.js';
import type {Role} from '../domain/workflow.js';
import {isSameName} from './same-name.js';
import {type FoundFunction, type ToolFile, toolFiles} from './tool-files.js';

export interface LocatedFunction {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  /** What the module calls it; `default` for the default export. */
  readonly exportName: string;
  /** What it says itself that it is called with. */
  readonly granularity?: 'record' | 'file';
}

/** Looks for functions of one role in these folders, relative to the root. */
export interface Search {
  readonly root: string;
  readonly toolPaths: readonly string[];
  readonly role: Role;
  /** As Python names it, by its end or from the root: `quality` and `tools.checks.quality` are one. Absent: any. */
  readonly module?: string | undefined;
}

/**
 * Finds the module of a tool or validator: one that exports or decorates a function of this name, or has it as file name
 * and a default export. An exact name goes before one that differs in case, `_` or `-`. Reads the files and runs none.
 */
export function locateFunction(search: Search, name: string): LocatedFunction | undefined {
  const files = [...toolFiles(search.root, search.toolPaths)].filter((each) => isModule(each, search.module));
  return (
    find(files, search.role, (each) => each === name) ?? find(files, search.role, (each) => isSameName(each, name))
  );
}

function find(files: readonly ToolFile[], role: Role, isIt: (name: string) => boolean): LocatedFunction | undefined {
  for (const {file, stem, functions} of files) {
    const fit = functions.filter((each) => isFor(each, role));
    const found =
      fit.find(({name}) => name !== 'default' && isIt(name)) ??
      (isIt(stem) ? fit.find(({name}) => name === 'default') : undefined);
    if (found === undefined) continue;
    const {name: exportName, granularity} = found;
    return {file, exportName, ...(granularity && {granularity})};
  }
  return undefined;
}

function isModule({file}: ToolFile, module: string | undefined): boolean {
  const name = file.replace(/\.\w+$/, '').replaceAll('/', '.');
  return module === undefined || name === module || name.endsWith(`.${module}`);
}

/** Up to three functions with a name like this one, the nearest first: for a message that there is none. */
export function nearestFunctions({root, toolPaths, role}: Search, name: string): readonly string[] {
  const names = [...toolFiles(root, toolPaths)].flatMap(({stem, functions}) =>
    functions.filter((each) => isFor(each, role)).map((each) => (each.name === 'default' ? stem : each.name)),
  );
  return allNear(name, new Set(names)).slice(0, 3);
}

function isFor(found: FoundFunction, role: Role): boolean {
  return found.role === undefined || found.role === role;
}
