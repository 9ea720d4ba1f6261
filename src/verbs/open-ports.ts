import {setTimeout as delay} from 'node:timers/promises';
import type {Workflow} from '../domain/workflow.js';
import {answersBefore, type EarlierAnswers} from '../engine/earlier-answers.js';
import type {Note} from '../engine/notes.js';
import type {Ports} from '../engine/ports.js';
import {withoutLane} from '../providers/without-lane.js';
import {type Reviewing, reviewer} from '../review/reviewer.js';
import {knownJobs} from '../store/damaged-run.js';
import {runFolder, sortedRuns, writeLastJob} from '../store/project-store.js';
import {readState} from '../store/read-run.js';
import {readRemoved} from '../store/removed-runs.js';
import type {RunStore} from '../store/run-store.js';
import {openTools} from '../tools/open-tools.js';
import {printLine} from '../tools/python/printed.js';
import {openingOf, type Place, providerCache} from './project-context.js';
import {schemaReader} from './returned-schema.js';
import {stagedRecords} from './staged-records.js';

export interface Watching {
  readonly notify: (note: Note) => void;
  readonly concurrency: number;
  /** Who decides where a person has to; default: nobody, for now. */
  readonly reviewing?: Reviewing;
}

/** Ports that hold something open. */
export interface OpenPorts extends Ports {
  readonly close: () => Promise<void>;
}

/** The real world for the engine: this project's files and functions, the installed providers, the clock. */
export function openPorts(place: Place, run: {store: RunStore; plan: Workflow}, watching: Watching): OpenPorts {
  const {root, signal, log} = place;
  const {store, plan} = run;
  const opening = openingOf(place);
  const now = () => new Date();
  const tools = openTools({root, toolPaths: plan.toolPaths, env: process.env, log: printLine});
  const provider = providerCache(opening);
  let earlier: Promise<EarlierAnswers | undefined> | undefined;
  return {
    notify: watching.notify,
    concurrency: watching.concurrency,
    root,
    plan,
    store,
    signal,
    log,
    provider,
    withoutLane: (connection, lane) => withoutLane(connection, lane, opening),
    jobsAt: (vendor) => jobsAt(root, vendor),
    tool: (action) => tools.tool(action, signal),
    readSchema: schemaReader(root, plan),
    validator: (validator, {name}) => tools.validator({...validator, action: name}, signal),
    review: reviewer(watching.reviewing ?? {kind: 'later'}, {signal, log, notify: watching.notify, now}),
    earlier: () => {
      earlier ??= answersOf(root, store, provider);
      return earlier;
    },
    close: async () => {
      // Why it could not be opened was told to whoever asked for it.
      await (await earlier?.catch(() => undefined))?.close();
      await tools.close();
    },
    sources: () => stagedRecords(root, {input: plan.input, store}, {env: process.env, signal, log}),
    remember: (batch) => {
      const submittedAt = new Date().toISOString();
      writeLastJob(root, {batch, run: store.state.run, workflow: plan.name, submittedAt});
    },
    now,
    random: Math.random,
    sleep,
  };
}

/** Of the run that this one follows; undefined where there is none, or where it has been removed. */
async function answersOf(
  root: string,
  store: RunStore,
  provider: Ports['provider'],
): Promise<EarlierAnswers | undefined> {
  const {after} = store.state;
  if (after === undefined) return undefined;
  const folder = runFolder(root, after);
  const state = readState(folder);
  return state && answersBefore(store, {folder, state}, provider);
}

/** Also of runs that were removed or are damaged: a job that is looked for is none of those. */
function jobsAt(root: string, vendor: string): readonly string[] {
  const {runs, damaged} = sortedRuns(root);
  const known = runs.flatMap(({state}) =>
    state.parts.flatMap(({connection, receipt, foreign = []}) =>
      connection?.vendor === vendor ? [...foreign, ...(receipt === undefined ? [] : [receipt.id])] : [],
    ),
  );
  const lost = [...damaged.flatMap(knownJobs), ...readRemoved(root).flatMap(({jobs}) => jobs)];
  return [...known, ...lost.filter((job) => job.vendor === undefined || job.vendor === vendor).map(({id}) => id)];
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, {signal});
  } catch (error) {
    signal.throwIfAborted(); // the reason, not node's AbortError around it
    throw error;
  }
}
