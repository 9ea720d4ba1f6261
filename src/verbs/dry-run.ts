import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Message} from '@agac/provider';
import type {Workflow} from '../domain/workflow.js';
import {asker} from '../engine/asker.js';
import {decide} from '../engine/decide.js';
import {perform} from '../engine/loop.js';
import type {Note} from '../engine/notes.js';
import type {Ports} from '../engine/ports.js';
import {askedRecords} from '../engine/round-records.js';
import {openPorts} from './open-ports.js';
import type {Place} from './project-context.js';
import {createRun} from './run-workflow.js';

/** What the first wave of a run would send. */
export interface DryRun {
  readonly workflow: string;
  readonly actions: readonly PlannedAction[];
  readonly parts: readonly PlannedPart[];
  /** Actions whose requests depend on answers that are not there yet. */
  readonly later: readonly string[];
  readonly prompts: readonly ShownPrompt[];
  readonly warnings: readonly string[];
}

export interface PlannedAction {
  readonly action: string;
  readonly requests: number;
  /** Records for which no request can be made, or that are too long for the vendor. */
  readonly refused: number;
  /** Records that the guard keeps from being asked. */
  readonly filtered: number;
  readonly skipped: number;
}

export interface PlannedPart {
  readonly provider: string;
  readonly model: string;
  readonly mode: 'batch' | 'online';
  readonly requests: number;
  /** Of the file or body that is sent; undefined online, where requests go one by one. */
  readonly bytes?: number;
}

export interface ShownPrompt {
  readonly action: string;
  readonly source_guid: string;
  readonly messages: readonly Message[];
}

/**
 * Goes the road of a run up to where something would be sent, in a temporary folder that is then removed: the same
 * requests, the same parts, and nothing sent. Where records come from an address, that is asked.
 */
export async function dryRun(place: Place, workflow: Workflow, show: number): Promise<DryRun> {
  const folder = mkdtempSync(join(tmpdir(), 'agac-dry-run-'));
  const warnings: string[] = [];
  const notify = (note: Note) => {
    if (note.kind === 'warning') warnings.push(note.message);
  };
  try {
    const store = createRun(folder, workflow);
    const ports = openPorts(place, {store, plan: workflow}, {notify, concurrency: 1});
    await prepare(ports);
    const prompts = await shownPrompts(ports, show);
    store.close();
    return {workflow: workflow.name, ...plannedOf(ports), prompts, warnings};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
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
    const rounds = begun.filter(({mode}) => (mode === 'batch') === batch).map(({name}) => ({action: name, round: 0}));
    if (rounds.length > 0) await perform(ports, {kind: 'plan', rounds, batch});
  }
}

function plannedOf({store}: Ports): Pick<DryRun, 'actions' | 'parts' | 'later'> {
  const {actions, parts} = store.state;
  const sent = parts.filter((part) => part.mode !== 'tool');
  const planned = actions.filter((action) => action.rounds.some((round) => round.parts !== undefined));
  return {
    actions: planned.map(({name, rounds, intakes}) => ({
      action: name,
      requests: rounds.reduce((sum, round) => sum + round.records - (round.refused ?? 0), 0),
      refused: rounds.reduce((sum, round) => sum + (round.refused ?? 0), 0),
      filtered: intakes.reduce((sum, intake) => sum + (intake.filtered ?? 0), 0),
      skipped: intakes.reduce((sum, intake) => sum + (intake.skipped ?? 0), 0),
    })),
    parts: sent.map(({connection, model = '', mode, count, bytes}) => ({
      provider: connection?.vendor ?? '',
      model,
      mode: mode === 'batch' ? 'batch' : 'online',
      requests: count,
      ...(mode === 'batch' ? {bytes} : {}),
    })),
    later: actions.filter((action) => !planned.includes(action)).map((action) => action.name),
  };
}

async function shownPrompts(ports: Ports, show: number): Promise<ShownPrompt[]> {
  const prompts: ShownPrompt[] = [];
  for (const {name, rounds} of ports.store.state.actions) {
    const action = ports.plan.actions.find((each) => each.name === name)!;
    if (action.kind !== 'llm' || rounds.length === 0) continue;
    const ref = {action: name, round: 0};
    const {ask} = await asker(ports, ref, action);
    for await (const asked of askedRecords(ports.store, ref)) {
      if (prompts.length >= show) return prompts;
      const made = ask(asked);
      if (made.kind === 'refused') continue;
      prompts.push({action: name, source_guid: asked.record.guid, messages: made.request.messages});
    }
  }
  return prompts;
}
