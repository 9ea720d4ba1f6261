import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {RunEvent} from '../domain/run.js';
import type {RunState} from '../domain/run-state.js';
import type {Workflow} from '../domain/workflow.js';
import {fold} from '../engine/apply.js';
import {damagedJournal, readJournal} from './journal.js';
import {JOURNAL_FILE, PLAN_FILE} from './run-files.js';

/** What a run has as soon as it has begun to do anything. */
const WORKED = ['actions', 'parts'];

/**
 * The state of a run, without touching it; undefined where a crash left a folder that never became a run.
 * @throws AgacError STORE_DAMAGED
 */
export function readState(folder: string): RunState | undefined {
  const path = join(folder, JOURNAL_FILE);
  const state = existsSync(path) ? foldJournal(path) : undefined;
  if (state === undefined && WORKED.some((name) => existsSync(join(folder, name)))) {
    throw damagedJournal('tells nothing, and yet its run has begun', {path});
  }
  return state;
}

function foldJournal(path: string): RunState | undefined {
  let line = 0;
  const counted = function* (events: readonly RunEvent[]) {
    for (const event of events) {
      line += 1;
      yield event;
    }
  };
  try {
    return fold(counted(readJournal(path).events));
  } catch (cause) {
    if (cause instanceof AgacError) throw cause;
    const {message} = cause as Error;
    throw line === 0
      ? damagedJournal(`cannot be read: ${message}`, {path, cause})
      : damagedJournal(`does not follow from those before it: ${message}`, {path, line, cause});
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
