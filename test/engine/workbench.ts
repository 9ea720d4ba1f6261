import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {JsonObject, Provider} from '@agac/provider';
import type {Output, Rejection, SourceRecord} from '../../src/domain/record.js';
import type {RunEvent} from '../../src/domain/run.js';
import type {Action, Workflow} from '../../src/domain/workflow.js';
import {fold} from '../../src/engine/apply.js';
import {type LoopGoal, loop, type Rest} from '../../src/engine/loop.js';
import type {Note} from '../../src/engine/notes.js';
import {outlineOf} from '../../src/engine/outline.js';
import type {Ports} from '../../src/engine/ports.js';
import type {Review} from '../../src/engine/review.js';
import {newId} from '../../src/store/ids.js';
import {readJournal} from '../../src/store/journal.js';
import {JOURNAL_FILE} from '../../src/store/run-files.js';
import {RunStore} from '../../src/store/run-store.js';
import {callTool, type ToolFunction} from '../../src/tools/call.js';
import {scriptValidator} from '../../src/tools/validator.js';
import {workflowOf} from './actions.js';
import {ScriptedVendor} from './scripted-vendor.js';

const START = Date.parse('2026-11-23T00:00:00.000Z');

/** To the end of the workflow, however long it takes. */
export const TO_THE_END: LoopGoal = {send: true, parallel: true, wait: {until: Number.POSITIVE_INFINITY}};
export const ONCE: LoopGoal = {send: true, parallel: true};

/** One run of a workflow in a folder of its own: a real store, a vendor in memory, and a clock that only sleep moves. */
export class Workbench {
  readonly vendor = new ScriptedVendor();
  readonly root: string;
  readonly plan: Workflow;
  readonly notes: Note[] = [];
  readonly sleeps: number[] = [];
  readonly remembered: string[] = [];
  readonly abort = new AbortController();
  readonly tools: Record<string, ToolFunction> = {};
  readonly validators: Record<string, ToolFunction> = {};
  clock = START;
  concurrency = 4;
  records: readonly JsonObject[];
  store: RunStore;
  /** What a person does when asked; nothing, where a test does not say. */
  reviewer: (review: Review) => void | Promise<void> = () => {};
  #opened: Promise<Provider> | undefined;

  constructor(root: string, actions: readonly Action[], records: readonly JsonObject[]) {
    this.root = root;
    this.plan = workflowOf(...actions);
    this.records = records;
    const run = newId('run', new Date(START));
    this.store = RunStore.create(join(root, run), this.plan, {
      type: 'run-started',
      at: new Date(START).toISOString(),
      run,
      workflow: this.plan.name,
      digest: 'd',
      actions: this.plan.actions.map(outlineOf),
    });
  }

  get ports(): Ports {
    const {root, plan, store, concurrency} = this;
    return {
      root,
      plan,
      store,
      concurrency,
      provider: () => {
        this.#opened ??= Promise.resolve(this.vendor.open());
        return this.#opened;
      },
      withoutLane: (connection) => ({...connection, adapter: 'stand-in'}),
      jobsAt: () => this.store.state.parts.flatMap(({receipt}) => (receipt === undefined ? [] : [receipt.id])),
      tool:
        async ({impl}) =>
        (input, call) =>
          callTool(this.tools[impl]!, input, call),
      readSchema: () => ({problem: 'There are no schema functions here.'}),
      validator: async (validator, {name: action}) =>
        scriptValidator(this.validators[validator.name]!, {role: 'validator', ...validator, action}),
      review: async (review) => this.reviewer(review),
      earlier: async () => undefined,
      sources: () => this.#sources(),
      remember: (batch) => this.remembered.push(batch),
      now: () => new Date(this.clock),
      random: () => 0,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        this.sleeps.push(ms);
        this.clock += ms;
      },
      signal: this.abort.signal,
      notify: (note) => this.notes.push(note),
      log: () => {},
    };
  }

  loop(goal: LoopGoal = TO_THE_END): Promise<Rest> {
    return loop(this.ports, goal);
  }

  /** As another process would: everything that was only in memory is gone. */
  reopen(): void {
    this.store.close();
    this.#opened = undefined;
    this.store = RunStore.open(this.store.folder);
  }

  /** The journal as it is on disk now. */
  get events(): readonly RunEvent[] {
    return readJournal(this.store.path(JOURNAL_FILE)).events;
  }

  /** How the events on disk are called, one after the other. */
  get story(): readonly string[] {
    return this.events.map((event) => event.type);
  }

  /** The state as another process would see it now. */
  get stateOnDisk() {
    return fold(this.events)!;
  }

  outputs(action: string): readonly Output[] {
    const folder = join(this.root, 'target', action);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
    return names.toSorted().flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Output[]);
  }

  rejections(action: string): readonly Rejection[] {
    const path = join(this.root, 'target', action, 'rejected.jsonl');
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Rejection);
  }

  async *#sources(): AsyncGenerator<SourceRecord> {
    for (const [ordinal, value] of this.records.entries()) {
      yield {file: 'a.json', ordinal, guid: `g${ordinal}`, value};
    }
  }
}

/** `{n: 0}`, `{n: 1}`, … */
export function numbered(count: number): JsonObject[] {
  return Array.from({length: count}, (_, n) => ({n}));
}
