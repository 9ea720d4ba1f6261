import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {writeAtomic} from './atomic-file.js';

/** Names of the output files that the last writing of an action made, relative to its folder. */
export function readWrittenNames(root: string, action: {workflow: string; action: string}): readonly string[] {
  try {
    const names: unknown = JSON.parse(readFileSync(pathOf(root, action), 'utf8'));
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export function writeWrittenNames(
  root: string,
  action: {workflow: string; action: string},
  names: readonly string[],
): void {
  writeAtomic(pathOf(root, action), `${JSON.stringify(names)}\n`);
}

function pathOf(root: string, {workflow, action}: {workflow: string; action: string}): string {
  return join(root, '.agac', 'written', workflow, `${action}.json`);
}

/** Workflows of which there are such names, with their folder. */
export function writtenWorkflows(root: string): readonly {readonly workflow: string; readonly folder: string}[] {
  const top = join(root, '.agac', 'written');
  if (!existsSync(top)) return [];
  return readdirSync(top)
    .sort()
    .map((workflow) => ({workflow, folder: join(top, workflow)}));
}
