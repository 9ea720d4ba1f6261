import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {RunState} from '../domain/run-state.js';
import type {Workflow} from '../domain/workflow.js';
import {fold} from '../engine/apply.js';
import {readJournal} from './journal.js';
import {JOURNAL_FILE, PLAN_FILE} from './run-files.js';

/** The state of a run, without touching it; undefined where a crash left a folder that never became a run. */
export function readState(folder: string): RunState | undefined {
  const path = join(folder, JOURNAL_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return fold(readJournal(path).events);
  } catch (cause) {
    if (cause instanceof AgacError) throw cause;
    throw new AgacError('STORE_DAMAGED', `${path}: ${(cause as Error).message}`, {cause});
  }
}

/** The workflow as it was when the run began. */
export function readPlan(folder: string): Workflow {
  const path = join(folder, PLAN_FILE);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Workflow;
  } catch (cause) {
    throw new AgacError('STORE_DAMAGED', `${path} cannot be read: ${(cause as Error).message}`, {cause});
  }
}
