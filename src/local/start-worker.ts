import {spawn} from 'node:child_process';
import {extname} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Call} from '@agac/provider';
import {makeClaim} from './claims.js';

export interface Start {
  /** Number of the new worker's claim. */
  readonly number: number;
  /** Variables of the worker on top of this process's: the key, under its name. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: Call['log'];
}

/** Starts a worker on a job's folder that outlives this process and holds no terminal. */
export function startWorker(folder: string, {number, env, log}: Start): void {
  // Sources run as they are under a loader (tests) have another suffix; the loader is in the arguments of this process.
  const worker = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));
  const loaders = process.execArgv.filter((argument) => !argument.startsWith('--inspect'));
  const child = spawn(process.execPath, [...loaders, worker, folder], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: {...process.env, ...env},
  });
  child.once('error', (error) => log(`the worker could not be started: ${error.message}`));
  child.unref();
  // For the worker, so that whoever asks before it has come up sees that there is one.
  if (child.pid !== undefined) makeClaim(folder, number, child.pid);
}
