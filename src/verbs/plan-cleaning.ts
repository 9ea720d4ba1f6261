import {readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import type {RunState} from '../domain/run-state.js';
import {isInFlight} from '../engine/decide.js';
import {lookAtRun} from '../engine/progress.js';
import {type DamagedRun, mayBeOf, startOf} from '../store/damaged-run.js';
import {isKeyOf} from '../store/ids.js';
import {type RunLook, sortedRuns} from '../store/project-store.js';
import {removedFolder, sizeOf} from '../store/remove-whole.js';
import {type SpooledJob, spooledJobs} from '../store/spooled-jobs.js';
import {writtenWorkflows} from '../store/written-names.js';
import {listWorkflows} from '../workflow/workflow-files.js';
import type {CleaningEntry, CleaningOptions, CleaningPlan, KeptRun, UncollectedJob} from './cleaning.js';
import {lookAtDamaged} from './damaged-look.js';

/** What could be removed of the store, and what has to stay. Reads only. */
export function planCleaning(root: string, options: CleaningOptions): CleaningPlan {
  // Before the journals: whatever was spooled by now, they know of.
  const spooled = spooledJobs(root);
  const {runs, damaged} = sortedRuns(root);
  const lost = options.damaged ? [] : damaged;
  const kept = options.all
    ? []
    : keptRuns(
        runs.map(({state}) => state),
        lost,
      );
  const stays = new Set(kept.map(({run}) => run));
  const going = runs.filter(({state}) => !stays.has(state.run));
  const staying = runs.filter(({state}) => stays.has(state.run)).map(({state}) => state);
  const found = [
    ...going.map(({folder, state}) => ({kind: 'run', path: folder, workflow: state.workflow, run: state.run}) as const),
    ...(options.damaged ? damaged.map(damagedEntry) : []),
    ...jobEntries(spooled, {staying, runs, lost, damaged}),
    ...writtenEntries(root, {staying, lost}),
    ...leftovers(root).map((path) => ({kind: 'leftover', path}) as const),
  ];
  const entries = found.map((entry) => ({...entry, path: relative(root, entry.path), bytes: sizeOf(entry.path)}));
  return {
    entries,
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    kept,
    uncollected: runs.flatMap(({state}) => uncollectedJobs(state, !stays.has(state.run))),
    damaged: damaged.map((run) => ({...lookAtDamaged(run), removed: !lost.includes(run)})),
  };
}

/** Newest first, as they come. `lost`: runs that stay although they cannot be read. */
function keptRuns(runs: readonly RunState[], lost: readonly DamagedRun[]): KeptRun[] {
  const followed = new Set(runs.filter((state) => !isFinished(state)).map(({after}) => after));
  const seen = new Set<string>();
  return runs.flatMap((state) => {
    const {run, workflow} = state;
    const isLast = !seen.has(workflow);
    seen.add(workflow);
    const isFollowed = followed.has(run) || lost.some((each) => mayFollow(each, state));
    const why = isLast ? 'last' : reasonToKeep(state, isFollowed);
    return why === undefined ? [] : [{run, workflow, why}];
  });
}

function reasonToKeep(state: RunState, isFollowed: boolean): KeptRun['why'] | undefined {
  if (state.parts.some(isInFlight)) return 'uncollected';
  if (isFollowed) return 'followed';
  // One that came to nothing holds nothing that was asked.
  return isFinished(state) || state.parts.length === 0 ? undefined : 'unfinished';
}

/** Whether a run that cannot be read may take the answers of this one, once it can. */
function mayFollow(damaged: DamagedRun, {run, workflow}: RunState): boolean {
  const start = startOf(damaged);
  return start === undefined ? mayBeOf(damaged, workflow) && run < damaged.run : start.after === run;
}

function isFinished(state: RunState): boolean {
  return ['finished', 'halted'].includes(lookAtRun(state).state);
}

type Found = Omit<CleaningEntry, 'bytes'>;

function damagedEntry({folder, run, workflow}: DamagedRun): Found {
  return {kind: 'damaged', path: folder, run, ...(workflow !== undefined && {workflow})};
}

interface KnownRuns {
  readonly staying: readonly RunState[];
  readonly runs: readonly RunLook[];
  /** Those of the damaged that stay. */
  readonly lost: readonly DamagedRun[];
  readonly damaged: readonly DamagedRun[];
}

/** Jobs that no part of a run that stays has yet to fetch; of one that cannot be read, each may be. */
function jobEntries(spooled: readonly SpooledJob[], {staying, runs, lost, damaged}: KnownRuns): Found[] {
  const open = staying.flatMap(({parts}) => parts.filter(({phase}) => phase !== 'fetched'));
  const wanted = new Set(open.flatMap(({key, receipt}) => (receipt === undefined ? [key] : [key, receipt.id])));
  const unsent = new Set(open.flatMap(({key, receipt}) => (receipt === undefined ? [key] : [])));
  const workflows = new Map(runs.flatMap(({state}) => state.parts.map(({key}) => [key, state.workflow] as const)));
  return spooled.flatMap(({folder, key, kind}) => {
    const isNeeded = kind === 'job' ? wanted.has(key) : kind === 'new' && unsent.has(key);
    if (isNeeded || lost.some(({run}) => isKeyOf(run, key))) return [];
    const workflow = workflows.get(key) ?? damaged.find(({run}) => isKeyOf(run, key))?.workflow;
    return [{kind: 'job', path: folder, ...(workflow !== undefined && {workflow})}];
  });
}

function writtenEntries(root: string, {staying, lost}: Pick<KnownRuns, 'staying' | 'lost'>): Found[] {
  const needed = new Set(listWorkflows(root));
  for (const state of staying) if (!isFinished(state)) needed.add(state.workflow);
  return writtenWorkflows(root)
    .filter(({workflow}) => !needed.has(workflow) && !lost.some((run) => mayBeOf(run, workflow)))
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
