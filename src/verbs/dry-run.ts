import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Message} from '@agac/provider';
import type {Workflow} from '../domain/workflow.js';
import {requireAffordable} from '../engine/afford.js';
import {asker} from '../engine/asker.js';
import {decide} from '../engine/decide.js';
import {perform} from '../engine/loop.js';
import type {Note} from '../engine/notes.js';
import type {Ports} from '../engine/ports.js';
import {askedRecords} from '../engine/round-records.js';
import {latestRun} from '../store/project-store.js';
import {createRun, finishedRun} from './create-run.js';
import {editedSince, type Since} from './edited-since.js';
import {openPorts} from './open-ports.js';
import {type Planned, plannedOf} from './planned.js';
import type {Place} from './project-context.js';
import {snapshotOf} from './snapshot.js';

/** What the first wave of a run would send. */
export interface DryRun extends Planned {
  readonly workflow: string;
  /** Vendors of which only a run finds out whether they have a batch lane: they would have to be asked. */
  readonly unprobed: readonly string[];
  readonly prompts: readonly ShownPrompt[];
  readonly warnings: readonly string[];
  /** There where answers of an earlier run can be used again. */
  readonly since?: Since;
}

export interface ShownPrompt {
  readonly action: string;
  readonly source_guid: string;
  readonly messages: readonly Message[];
}

/**
 * Goes the road of a run up to where something would be sent, in a temporary folder that is then removed: the same
 * requests, the same parts, and nothing sent. Where records come from an address, that is asked. With `maxCost`, throws
 * COST_EXCEEDED as the run would.
 */
export async function dryRun(
  place: Place,
  workflow: Workflow,
  {show, fresh, maxCost}: {readonly show: number; readonly fresh: boolean; readonly maxCost?: number | undefined},
): Promise<DryRun> {
  const folder = mkdtempSync(join(tmpdir(), 'agac-dry-run-'));
  const warnings: string[] = [];
  const notify = (note: Note) => {
    if (note.kind === 'warning') warnings.push(note.message);
  };
  try {
    const earlier = fresh ? undefined : finishedRun(latestRun(place.root, workflow.name));
    const snapshot = await snapshotOf(place.root, workflow);
    const store = createRun(folder, snapshot, earlier);
    const unprobed = new Set<string>();
    const opened = openPorts(place, {store, plan: workflow}, {notify, concurrency: 1});
    const ports = {...opened, provider: unasked(opened.provider, unprobed)};
    try {
      await prepare(ports);
      if (maxCost !== undefined) await requireAffordable(ports, maxCost);
      const prompts = await shownPrompts(ports, show);
      const planned = await plannedOf(ports);
      const isBatch = (vendor: string) =>
        planned.parts.some((part) => part.mode === 'batch' && part.provider === vendor);
      return {
        workflow: workflow.name,
        ...planned,
        unprobed: [...unprobed].filter(isBatch),
        prompts,
        warnings,
        ...(earlier && {since: editedSince(earlier, snapshot)}),
      };
    } finally {
      await ports.close();
      store.close();
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Providers that cannot be asked for their batch lane, as that would be a word on the network; notes who could be. */
function unasked(provider: Ports['provider'], unprobed: Set<string>): Ports['provider'] {
  return async (connection) => {
    const {probe, ...others} = await provider(connection);
    if (probe !== undefined) unprobed.add(connection.vendor);
    return others;
  };
}

/** Takes the records and plans the parts of all that can begin; a run would call tools in between. */
async function prepare(ports: Ports): Promise<void> {
  for (;;) {
    const [next] = decide(ports.store.state, {send: false, parallel: false});
    if (next?.kind !== 'take') break;
    await perform(ports, next);
  }
  const begun = ports.store.state.actions.filter((action) => action.rounds.length > 0);
  for (const batch of [false, true]) {
    const wanted = begun.filter(({mode}) => (mode === 'batch') === batch);
    const rounds = wanted.flatMap(({name, rounds}) => rounds.map((_, round) => ({action: name, round})));
    if (rounds.length > 0) await perform(ports, {kind: 'plan', rounds, batch});
  }
}

async function shownPrompts(ports: Ports, show: number): Promise<ShownPrompt[]> {
  const prompts: ShownPrompt[] = [];
  for (const {name, rounds} of ports.store.state.actions) {
    const action = ports.plan.actions.find((each) => each.name === name)!;
    if (action.kind !== 'llm' || rounds.length === 0) continue;
    for (const round of rounds.keys()) {
      const ref = {action: name, round};
      const {ask} = await asker(ports, ref, action);
      for await (const asked of askedRecords(ports.store, ref)) {
        if (prompts.length >= show) return prompts;
        const made = await ask(asked);
        if (made.kind === 'refused') continue;
        prompts.push({action: name, source_guid: asked.record.guid, messages: made.request.messages});
      }
    }
  }
  return prompts;
}
