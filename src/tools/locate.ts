import {allNear} from '../domain/nearest.js';
import {isSameName} from './same-name.js';
import {type ToolFile, toolFiles} from './tool-files.js';

export interface LocatedTool {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  /** What the module exports it as; `default` for the default. */
  readonly exportName: string;
}

/**
 * Finds the module of a tool: one that exports the name, or has it as file name and a default export. An exact name
 * goes before one that differs in case, `_` or `-`. Reads the files and runs none of them.
 */
export function locateTool(root: string, toolPaths: readonly string[], impl: string): LocatedTool | undefined {
  const files = [...toolFiles(root, toolPaths)];
  return find(files, (name) => name === impl) ?? find(files, (name) => isSameName(name, impl));
}

function find(files: readonly ToolFile[], isIt: (name: string) => boolean): LocatedTool | undefined {
  for (const {file, stem, exports} of files) {
    const exportName = exports.find((name) => name !== 'default' && isIt(name));
    if (exportName !== undefined) return {file, exportName};
    if (isIt(stem) && exports.includes('default')) return {file, exportName: 'default'};
  }
  return undefined;
}

/** Up to three tools with a name like this one, the nearest first: for a message that there is none. */
export function nearestTools(root: string, toolPaths: readonly string[], impl: string): readonly string[] {
  const names = [...toolFiles(root, toolPaths)].flatMap(({stem, exports}) =>
    exports.map((name) => (name === 'default' ? stem : name)),
  );
  return allNear(impl, new Set(names)).slice(0, 3);
}
