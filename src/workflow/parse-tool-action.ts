import {isAbsolute, relative, sep} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {ToolAction} from '../domain/workflow.js';
import {textAt} from '../project/keys-of.js';
import type {Located} from '../project/located.js';
import type {Draft} from './draft.js';
import {MODEL_KEYS} from './keys.js';
import type {ActionBase} from './parse-action.js';
import type {Reading} from './reading.js';

/** Reads what only tools have. Undefined, with problems, when its function cannot be found. */
export function parseToolAction(draft: Draft, base: ActionBase, reading: Reading): ToolAction | undefined {
  const {keys} = draft;
  reportModelKeys(draft, reading);
  const impl = keys.get('impl');
  if (impl === undefined || impl.value === null) {
    const suggestion = 'Write impl: and the name of a function that a file in the tool folder exports.';
    return void reading.problems.error(draft.place, `The tool "${draft.name}" has no impl.`, suggestion);
  }
  const name = textAt(keys, 'impl')?.trim();
  const file = name === undefined ? undefined : locate(name, impl, reading);
  if (name === undefined || file === undefined) return undefined;
  const granularity = textAt(keys, 'granularity')?.toLowerCase() === 'file' ? 'file' : 'record';
  return {...base, kind: 'tool', impl: name, file, granularity};
}

function reportModelKeys({name, own}: Draft, {problems}: Reading): void {
  const runMode = own.get('run_mode');
  if (typeof runMode?.value === 'string' && runMode.value.toLowerCase() === 'batch') {
    problems.error(runMode, `The tool "${name}" cannot run in a vendor's batch.`, 'Remove run_mode.');
  }
  for (const [key, entry] of own) {
    if (!Object.hasOwn(MODEL_KEYS, key) || entry.value === null) continue;
    problems.warn(entry, `"${key}" has no effect: "${name}" is a tool and asks no model.`, 'Remove it.');
  }
}

function locate(impl: string, entry: Located, {root, known, toolPaths, problems}: Reading): string | undefined {
  try {
    const found = known.locateTool(impl, toolPaths)?.file;
    if (found !== undefined) return (isAbsolute(found) ? relative(root, found) : found).split(sep).join('/');
  } catch (error) {
    if (!(error instanceof AgacError)) throw error;
    return void problems.error(entry, error.message, error.actions[0]);
  }
  const folders = toolPaths.map((path) => `${path}/`).join(' or ');
  const [near] = known.nearestTools?.(impl, toolPaths) ?? [];
  const suggestion =
    near === undefined
      ? `Export it: ${toolPaths[0] ?? 'tools'}/${impl}.js with "export function ${impl}(record) { … }".`
      : `Did you mean "${near}"?`;
  return void problems.error(entry, `There is no tool "${impl}" in ${folders}.`, suggestion);
}
