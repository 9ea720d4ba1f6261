import {isAbsolute, relative, sep} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {Role} from '../domain/workflow.js';
import type {Located} from '../project/located.js';
import type {LocatedFunction, Reading} from './reading.js';

/** What one of each looks like. */
const EXAMPLES = {
  tool: (name: string) => [`export function ${name}(record) { … }`, '@udf_tool()'],
  validator: (name: string) => [`export function ${name}(answer) { … }`, '@reprompt_validation("…")'],
} as const;

/**
 * Finds the function that an entry names; its file is then relative to the project root, with forward slashes.
 * Undefined, with a problem, where there is none.
 */
export function locateFunction(
  role: Role,
  entry: Located & {readonly value: string},
  {root, known, toolPaths, problems}: Reading,
): LocatedFunction | undefined {
  const {value: name} = entry;
  try {
    const found = known.locate(role, name, toolPaths);
    if (found !== undefined) {
      const file = isAbsolute(found.file) ? relative(root, found.file) : found.file;
      return {...found, file: file.split(sep).join('/')};
    }
  } catch (error) {
    if (!(error instanceof AgacError)) throw error;
    return void problems.error(entry, error.message, error.actions[0]);
  }
  const folders = toolPaths.map((path) => `${path}/`).join(' or ');
  const [near] = known.nearest?.(role, name, toolPaths) ?? [];
  const [script, decorator] = EXAMPLES[role](name);
  const file = `${toolPaths[0] ?? 'tools'}/${name}`;
  const suggestion =
    near === undefined
      ? `Write ${file}.js with "${script}", or ${file}.py with "${decorator}" above "def ${name}(…):".`
      : `Did you mean "${near}"?`;
  return void problems.error(entry, `There is no ${role} "${name}" in ${folders}.`, suggestion);
}
