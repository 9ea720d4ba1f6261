import {closeSync, fsyncSync, openSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {onDisk, writeFully} from './atomic-file.js';

/** What is remembered of a run whose files were removed: no id is ever lost. */
export interface RemovedRun {
  readonly run: string;
  /** Absent: its journal was damaged, and nobody could say. */
  readonly workflow?: string;
  /** ISO time. */
  readonly removedAt: string;
  readonly batches: readonly string[];
  /** Every job that is known to be at a vendor. */
  readonly jobs: readonly {readonly batch?: string; readonly vendor?: string; readonly id: string}[];
}

/** Durable before this returns. May be called by several processes at once. */
export function rememberRemoved(root: string, run: RemovedRun): void {
  const path = pathOf(root);
  onDisk(path, () => {
    const fd = openSync(path, 'a', 0o600);
    try {
      // A line of its own, also behind one that a crash left half written.
      writeFully(fd, Buffer.from(`\n${JSON.stringify(run)}\n`));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

/** Oldest first. A line that a crash left half written is none: its run was not removed then. */
export function readRemoved(root: string): readonly RemovedRun[] {
  return textOf(pathOf(root))
    .split('\n')
    .flatMap((line) => parsed(line) ?? []);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parsed(line: string): RemovedRun | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as RemovedRun);
  } catch {
    return undefined;
  }
}

function pathOf(root: string): string {
  return join(root, '.agac', 'removed-runs.jsonl');
}
