import {readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import type {RunState} from '../domain/run-state.js';
import {isInFlight} from '../engine/decide.js';
import {lookAtRun} from '../engine/progress.js';
import {listRuns, type RunLook} from '../store/project-store.js';
import {removedFolder, sizeOf} from '../store/remove-whole.js';
import {type SpooledJob, spooledJobs} from '../store/spooled-jobs.js';
import {writtenWorkflows} from '../store/written-names.js';
import {listWorkflows} from '../workflow/workflow-files.js';

export interface CleaningPlan {
  readonly entries: readonly CleaningEntry[];
  /** Of all entries. */
  readonly bytes: number;
  readonly kept: readonly KeptRun[];
  /** Jobs that a vendor has or may have and whose results are not here, of all runs. */
  readonly uncollected: readonly UncollectedJob[];
}

/** A file or folder that can be removed. */
export interface CleaningEntry {
  /**
   * - `run`: a run, with all that was asked and answered
   * - `job`: a job of the built-in engine whose results are in its run, or whose run is gone
   * - `written`: names of the output files of a workflow that is gone; the files themselves stay
   * - `leftover`: what an earlier removal was stopped in
   */
  readonly kind: 'run' | 'job' | 'written' | 'leftover';
  /** Relative to the project root. */
  readonly path: string;
  readonly bytes: number;
  /** Whose lock it is removed under; absent: nobody works with it any more. */
  readonly workflow?: string;
  readonly run?: string;
}

export interface KeptRun {
  readonly run: string;
  readonly workflow: string;
  /**
   * - `last`: the last one of its workflow
   * - `uncollected`: a vendor has or may have a job of it
   * - `followed`: a run that is not finished takes its answers again
   * - `unfinished`: something is left to do in it
   */
  readonly why: 'last' | 'uncollected' | 'followed' | 'unfinished';
}

export interface UncollectedJob {
  readonly run: string;
  readonly workflow: string;
  readonly batch: string;
  readonly part: number;
  readonly vendor: string;
  /** The vendor's id; absent: nobody knows whether it has the part. */
  readonly job?: string;
  /** Its run is among the entries: the job would be given up. */
  readonly removed: boolean;
}

/** What could be removed of the store, and what has to stay. Reads only. */
export function planCleaning(root: string, {all}: {readonly all: boolean}): CleaningPlan {
  // Before the journals: whatever was spooled by now, they know of.
  const spooled = spooledJobs(root);
  const runs = [...listRuns(root)];
  const kept = all ? [] : keptRuns(runs.map(({state}) => state));
  const stays = new Set(kept.map(({run}) => run));
  const going = runs.filter(({state}) => !stays.has(state.run));
  const staying = runs.filter(({state}) => stays.has(state.run)).map(({state}) => state);
  const found = [
    ...going.map(({folder, state}) => ({kind: 'run', path: folder, workflow: state.workflow, run: state.run}) as const),
    ...jobEntries(spooled, {staying, runs}),
    ...writtenEntries(root, staying),
    ...leftovers(root).map((path) => ({kind: 'leftover', path}) as const),
  ];
  const entries = found.map((entry) => ({...entry, path: relative(root, entry.path), bytes: sizeOf(entry.path)}));
  return {
    entries,
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    kept,
    uncollected: runs.flatMap(({state}) => uncollectedJobs(state, !stays.has(state.run))),
  };
}

/** Newest first, as they come. */
function keptRuns(runs: readonly RunState[]): KeptRun[] {
  const followed = new Set(runs.filter((state) => !isFinished(state)).map(({after}) => after));
  const seen = new Set<string>();
  return runs.flatMap((state) => {
    const {run, workflow} = state;
    const isLast = !seen.has(workflow);
    seen.add(workflow);
    const why = isLast ? 'last' : reasonToKeep(state, followed);
    return why === undefined ? [] : [{run, workflow, why}];
  });
}

function reasonToKeep(state: RunState, followed: ReadonlySet<string | undefined>): KeptRun['why'] | undefined {
  if (state.parts.some(isInFlight)) return 'uncollected';
  if (followed.has(state.run)) return 'followed';
  // One that came to nothing holds nothing that was asked.
  return isFinished(state) || state.parts.length === 0 ? undefined : 'unfinished';
}

function isFinished(state: RunState): boolean {
  return ['finished', 'halted'].includes(lookAtRun(state).state);
}

type Found = Omit<CleaningEntry, 'bytes'>;

/** Jobs that no part of a run that stays has yet to fetch. */
function jobEntries(
  spooled: readonly SpooledJob[],
  {staying, runs}: {readonly staying: readonly RunState[]; readonly runs: readonly RunLook[]},
): Found[] {
  const open = staying.flatMap(({parts}) => parts.filter(({phase}) => phase !== 'fetched'));
  const wanted = new Set(open.flatMap(({key, receipt}) => (receipt === undefined ? [key] : [key, receipt.id])));
  const unsent = new Set(open.flatMap(({key, receipt}) => (receipt === undefined ? [key] : [])));
  const workflows = new Map(runs.flatMap(({state}) => state.parts.map(({key}) => [key, state.workflow] as const)));
  return spooled.flatMap(({folder, key, kind}) => {
    const isNeeded = kind === 'job' ? wanted.has(key) : kind === 'new' && unsent.has(key);
    const workflow = workflows.get(key);
    return isNeeded ? [] : [{kind: 'job', path: folder, ...(workflow !== undefined && {workflow})}];
  });
}

function writtenEntries(root: string, staying: readonly RunState[]): Found[] {
  const needed = new Set(listWorkflows(root));
  for (const state of staying) if (!isFinished(state)) needed.add(state.workflow);
  return writtenWorkflows(root)
    .filter(({workflow}) => !needed.has(workflow))
    .map(({workflow, folder}) => ({kind: 'written', path: folder, workflow}));
}

function leftovers(root: string): string[] {
  try {
    return readdirSync(removedFolder(root)).map((name) => join(removedFolder(root), name));
  } catch {
    return [];
  }
}

function uncollectedJobs({run, workflow, parts}: RunState, removed: boolean): UncollectedJob[] {
  return parts.filter(isInFlight).map(({part, batch = '', connection, receipt}) => ({
    run,
    workflow,
    batch,
    part,
    vendor: connection?.vendor ?? '',
    ...(receipt && {job: receipt.id}),
    removed,
  }));
}
