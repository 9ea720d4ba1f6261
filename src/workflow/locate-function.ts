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

/** Where a function is named. */
type Wanted = Located & {
  /** Its name. */
  readonly value: string;
  /** The module it is said to be in. */
  readonly module?: string | undefined;
};

/**
 * Finds the function that an entry names; its file is then relative to the project root, with forward slashes.
 * Undefined, with a problem, where there is none.
 */
export function locateFunction(role: Role, entry: Wanted, reading: Reading): LocatedFunction | undefined {
  const {root, known, toolPaths, problems} = reading;
  try {
    const found = known.locate(role, entry.value, toolPaths, entry.module);
    if (found === undefined) return void reportMissing(role, entry, reading);
    const file = isAbsolute(found.file) ? relative(root, found.file) : found.file;
    return {...found, file: file.split(sep).join('/')};
  } catch (error) {
    if (!(error instanceof AgacError)) throw error;
    return void problems.error(entry, error.message, error.actions[0]);
  }
}

function reportMissing(role: Role, entry: Wanted, {known, toolPaths, problems}: Reading): void {
  const {value: name, module} = entry;
  const folders = toolPaths.map((path) => `${path}/`).join(' or ');
  const elsewhere = module === undefined ? undefined : known.locate(role, name, toolPaths);
  if (elsewhere !== undefined) {
    const message = `There is no ${role} "${name}" in a module "${module}" of ${folders}.`;
    return problems.error(entry, message, `There is one in ${elsewhere.file}: name that module.`);
  }
  const [near] = known.nearest?.(role, name, toolPaths) ?? [];
  const [script, decorator] = EXAMPLES[role](name);
  const file = `${toolPaths[0] ?? 'tools'}/${module?.split('.').at(-1) ?? name}`;
  const suggestion =
    near === undefined
      ? `Write ${file}.js with "${script}", or ${file}.py with "${decorator}" above "def ${name}(…):".`
      : `Did you mean "${near}"?`;
  problems.error(entry, `There is no ${role} "${name}" in ${folders}.`, suggestion);
}
