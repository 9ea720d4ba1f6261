import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {Readable} from 'node:stream';

export type Child = ChildProcessByStdio<null, Readable, null>;

const TSX = import.meta.resolve('tsx/esm');

/** Node's arguments for a script of this folder. */
export function scriptArgs(script: string, ...args: readonly string[]): string[] {
  return ['--import', TSX, join(import.meta.dirname, script), ...args];
}

/** Starts a script of this folder in a process of its own. */
export function startChild(script: string, ...args: readonly string[]): Child {
  return spawn(process.execPath, scriptArgs(script, ...args), {stdio: ['ignore', 'pipe', 'inherit']});
}

/** Waits for the next words of a child on its stdout. */
export async function said(child: Child): Promise<string> {
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return data.toString().trim();
}

/** Waits for a child's end: its exit code, or the signal that ended it. */
export async function ended(child: Child): Promise<number | NodeJS.Signals> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode!;
}

/** Ends a child at once, and waits until it is gone. */
export async function kill(child: Child): Promise<void> {
  child.kill('SIGKILL');
  await ended(child);
}
