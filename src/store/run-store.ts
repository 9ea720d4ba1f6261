import {existsSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {RunEvent} from '../domain/run.js';
import type {RunState} from '../domain/run-state.js';
import type {Workflow} from '../domain/workflow.js';
import {apply} from '../engine/apply.js';
import {AtomicFile, makeFolder, sweepTemporaries, writeAtomic} from './atomic-file.js';
import {DownloadFile} from './download-file.js';
import {Journal} from './journal.js';
import {readState} from './read-run.js';
import {readStored} from './read-stored.js';
import {JOURNAL_FILE, PLAN_FILE} from './run-files.js';

/** One run on disk: its journal, its plan and its files. Written only under the workflow's lock. */
export class RunStore {
  readonly folder: string;
  readonly #journal: Journal;
  #state: RunState;

  private constructor(folder: string, journal: Journal, state: RunState) {
    this.folder = folder;
    this.#journal = journal;
    this.#state = state;
  }

  /** Makes a run: the plan first, then the journal, whose first event makes the run exist. */
  static create(folder: string, plan: Workflow, started: RunEvent): RunStore {
    makeFolder(folder);
    writeAtomic(join(folder, PLAN_FILE), `${JSON.stringify(plan)}\n`);
    const journal = new Journal(join(folder, JOURNAL_FILE));
    journal.append(started);
    return new RunStore(folder, journal, apply(undefined, started));
  }

  /** Opens a run for going on with it. */
  static open(folder: string): RunStore {
    const state = readState(folder);
    if (state === undefined) throw new AgacError('STORE_DAMAGED', `${folder} holds no run.`);
    sweepTemporaries(folder);
    return new RunStore(folder, new Journal(join(folder, JOURNAL_FILE)), state);
  }

  get state(): RunState {
    return this.#state;
  }

  /** Folds the event, then makes it durable: an event that cannot follow never reaches the disk. */
  append(event: RunEvent): void {
    const next = apply(this.#state, event);
    this.#journal.append(event);
    this.#state = next;
  }

  close(): void {
    this.#journal.close();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  remove(name: string): void {
    rmSync(this.path(name), {force: true});
  }

  /** A file that appears whole, or not at all, when it is committed. */
  create(name: string): AtomicFile {
    makeFolder(dirname(this.path(name)));
    return new AtomicFile(this.path(name));
  }

  /** The same, but that it goes on where an earlier download of the same job broke off. */
  download(name: string, job: string): DownloadFile {
    return new DownloadFile(this.path(name), job);
  }

  /** The lines of a file as values; one that is not there has none. */
  read<T>(name: string): AsyncGenerator<T> {
    return readStored<T>(this.folder, name);
  }
}
