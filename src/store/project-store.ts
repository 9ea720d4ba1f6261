import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {RunState} from '../domain/run-state.js';
import {makeFolder, sweepTemporaries, writeAtomic} from './atomic-file.js';
import type {LastJob} from './last-job.js';
import {readState} from './read-run.js';
import {JOURNAL_FILE} from './run-files.js';

/** A run, looked at and left alone. */
export interface RunLook {
  readonly folder: string;
  readonly state: RunState;
}

/** Makes `.agac/`, readable by its owner only and ignored by git. */
export function prepareStateFolder(root: string): void {
  const folder = join(root, '.agac');
  makeFolder(folder);
  if (!existsSync(join(folder, '.gitignore'))) writeAtomic(join(folder, '.gitignore'), '*\n');
}

/** Removes what a crash left half written, of this workflow or of none. */
export function sweepStateFolder(root: string, workflow: string): void {
  sweepTemporaries(join(root, '.agac'), {recursive: false});
  sweepTemporaries(join(root, '.agac', 'written', workflow));
  sweepTemporaries(join(root, '.agac', 'locks', workflow));
  for (const folder of runFolders(root)) {
    // One that has a journal is swept when it is opened; one that has none never became a run.
    if (!existsSync(join(folder, JOURNAL_FILE))) sweepTemporaries(folder);
  }
}

export function runFolder(root: string, run: string): string {
  return join(root, '.agac', 'runs', run);
}

export function lockFolder(root: string, workflow: string): string {
  return join(root, '.agac', 'locks', workflow);
}

/** Where providers of this machine keep their jobs. */
export function spoolFolder(root: string): string {
  return join(root, '.agac', 'local');
}

/** All runs of the project, newest first. Writes nothing. */
export function* listRuns(root: string): Generator<RunLook> {
  for (const folder of runFolders(root).reverse()) {
    const state = readState(folder);
    if (state !== undefined) yield {folder, state};
  }
}

/** Folders of runs, oldest first; a crash can have left one that holds no run. */
function runFolders(root: string): string[] {
  const folder = join(root, '.agac', 'runs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/** The newest run of a workflow. */
export function latestRun(root: string, workflow: string): RunLook | undefined {
  for (const run of listRuns(root)) if (run.state.workflow === workflow) return run;
  return undefined;
}

/** Makes a batch the one that commands mean when no `--batch-id` is given. */
export function writeLastJob(root: string, job: LastJob): void {
  writeAtomic(join(root, '.agac', 'last-job.json'), `${JSON.stringify(job)}\n`);
}
