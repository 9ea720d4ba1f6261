import {basename, join} from 'node:path';
import type {AgacError} from '../domain/errors.js';
import type {PartPlan, RunEvent, RunStarted} from '../domain/run.js';
import {wholeEvents} from './journal.js';
import {readPlan} from './read-run.js';
import {JOURNAL_FILE} from './run-files.js';

/** A run whose journal is not what agac wrote. Nothing is done with it; what might concern it is not done either. */
export interface DamagedRun {
  readonly folder: string;
  /** The name of its folder. */
  readonly run: string;
  /** Undefined: neither its journal nor its plan says. */
  readonly workflow?: string;
  /** STORE_DAMAGED: what, where, and what to do. */
  readonly error: AgacError;
  /** The facts whose lines are whole. There were others. */
  readonly events: readonly RunEvent[];
}

/** A job that a vendor has of a damaged run, as far as its whole lines tell. */
export interface KnownJob {
  readonly id: string;
  readonly batch?: string;
  readonly vendor?: string;
  /** Whether its results are known to be on this disk. */
  readonly isFetched: boolean;
}

export function isDamaged(run: object): run is DamagedRun {
  return 'error' in run;
}

/** What can be said of a run that could not be read for this reason. */
export function damagedRun(folder: string, error: AgacError): DamagedRun {
  const events = wholeEvents(join(folder, JOURNAL_FILE));
  const workflow = startOf({events})?.workflow ?? plannedWorkflow(folder);
  return {folder, run: basename(folder), ...(workflow !== undefined && {workflow}), error, events};
}

/** Whether it is a run of this workflow, or nobody can say. */
export function mayBeOf({workflow}: DamagedRun, wanted: string): boolean {
  return workflow === undefined || workflow === wanted;
}

/** How it began; undefined: that line is among the lost. */
export function startOf({events}: Pick<DamagedRun, 'events'>): RunStarted | undefined {
  return events.find((event) => event.type === 'run-started');
}

export function knownBatches({events}: DamagedRun): readonly string[] {
  return events.flatMap((event) => (event.type === 'parts-planned' ? (event.batch ?? []) : []));
}

export function knownJobs({events}: DamagedRun): readonly KnownJob[] {
  const plans = new Map<number, PartPlan & {readonly batch?: string}>();
  const fetched = new Set<number>();
  for (const event of events) {
    if (event.type === 'part-fetched') fetched.add(event.part);
    if (event.type !== 'parts-planned') continue;
    const {batch, parts} = event;
    for (const plan of parts) plans.set(plan.part, {...plan, ...(batch !== undefined && {batch})});
  }
  return events.flatMap((event) => {
    if (event.type !== 'part-sent') return [];
    const {batch, connection} = plans.get(event.part) ?? {};
    const known = {...(batch !== undefined && {batch}), ...(connection && {vendor: connection.vendor})};
    return [{id: event.receipt.id, ...known, isFetched: fetched.has(event.part)}];
  });
}

function plannedWorkflow(folder: string): string | undefined {
  try {
    const {name}: {readonly name: unknown} = readPlan(folder);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
