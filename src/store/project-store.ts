import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {RunState} from '../domain/run-state.js';
import {makeFolder, sweepTemporaries, writeAtomic} from './atomic-file.js';
import {type DamagedRun, damagedRun, isDamaged, mayBeOf} from './damaged-run.js';
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

/** All runs of the project, newest first, also those that cannot be read. Writes nothing. */
export function* listRuns(root: string): Generator<RunLook | DamagedRun> {
  for (const folder of runFolders(root).reverse()) {
    const run = lookAtFolder(folder);
    if (run !== undefined) yield run;
  }
}

/** The same, sorted into what is sound and what is not. */
export function sortedRuns(root: string): {readonly runs: readonly RunLook[]; readonly damaged: readonly DamagedRun[]} {
  const runs: RunLook[] = [];
  const damaged: DamagedRun[] = [];
  for (const run of listRuns(root)) isDamaged(run) ? damaged.push(run) : runs.push(run);
  return {runs, damaged};
}

/** A run as it lies on disk; undefined where the folder never became one. */
export function lookAtFolder(folder: string): RunLook | DamagedRun | undefined {
  try {
    const state = readState(folder);
    return state && {folder, state};
  } catch (error) {
    if (error instanceof AgacError) return damagedRun(folder, error);
    throw error;
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

/**
 * The newest run of a workflow. One that cannot be read is not passed over: it may have jobs at a vendor, and what they
 * were asked would be asked and paid again.
 * @throws AgacError STORE_DAMAGED
 */
export function latestRun(root: string, workflow: string): RunLook | undefined {
  for (const run of listRuns(root)) {
    if (isDamaged(run) && mayBeOf(run, workflow)) throw latestDamaged(run, workflow);
    if (!isDamaged(run) && run.state.workflow === workflow) return run;
  }
  return undefined;
}

function latestDamaged({run, workflow, error}: DamagedRun, wanted: string): AgacError {
  const which =
    workflow === undefined ? `${run}, which may be the last run of ${wanted},` : `The last run of ${wanted}, ${run},`;
  const {actions, data, message} = error;
  const told = `${which} cannot be read, and may have jobs at a vendor. ${message}`;
  return new AgacError('STORE_DAMAGED', told, {actions, data, cause: error});
}

/** Makes a batch the one that commands mean when no `--batch-id` is given. */
export function writeLastJob(root: string, job: LastJob): void {
  writeAtomic(join(root, '.agac', 'last-job.json'), `${JSON.stringify(job)}\n`);
}
