import {setTimeout as delay} from 'node:timers/promises';
import type {Workflow} from '../domain/workflow.js';
import type {Note} from '../engine/notes.js';
import type {Ports} from '../engine/ports.js';
import {listRuns, writeLastJob} from '../store/project-store.js';
import type {RunStore} from '../store/run-store.js';
import {openTools} from '../tools/open-tools.js';
import {openingOf, type Place, providerCache} from './project-context.js';
import {stagedRecords} from './staged-records.js';

export interface Watching {
  readonly notify: (note: Note) => void;
  readonly concurrency: number;
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
  const tools = openTools({root, toolPaths: plan.toolPaths, env: process.env, log});
  return {
    notify: watching.notify,
    concurrency: watching.concurrency,
    root,
    plan,
    store,
    signal,
    log,
    provider: providerCache(opening),
    jobsAt: (vendor) => jobsAt(root, vendor),
    tool: (action) => tools.tool(action, signal),
    validator: (validator, {name}) => tools.validator({...validator, action: name}, signal),
    close: tools.close,
    sources: () => stagedRecords(root, {input: plan.input, store}, {env: process.env, signal, log}),
    remember: (batch) => {
      const submittedAt = new Date().toISOString();
      writeLastJob(root, {batch, run: store.state.run, workflow: plan.name, submittedAt});
    },
    now: () => new Date(),
    random: Math.random,
    sleep,
  };
}

function jobsAt(root: string, vendor: string): readonly string[] {
  return [...listRuns(root)].flatMap(({state}) =>
    state.parts.flatMap(({connection, receipt}) =>
      connection?.vendor === vendor && receipt !== undefined ? [receipt.id] : [],
    ),
  );
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, {signal});
  } catch (error) {
    signal.throwIfAborted(); // the reason, not node's AbortError around it
    throw error;
  }
}
