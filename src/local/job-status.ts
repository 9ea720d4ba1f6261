import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Counts, End, PartStatus} from '@agac/provider';
import {isAlive, lastClaim} from './claims.js';
import {readJson} from './files.js';
import {FILES, type Job} from './job.js';

export interface Standing {
  readonly status: PartStatus;
  /** Number of the claim that the next worker should have; undefined where none is needed. */
  readonly wants?: number;
}

/** A job that so many workers died of is not tried again. */
const MOST_WORKERS = 100;
const POLL_MS = 500;

/** Where a job stands, and whether it needs a worker. Changes nothing. */
export function standingOf(folder: string, job: Job): Standing {
  const claim = lastClaim(folder);
  const alive = claim !== undefined && isAlive(claim, folder);
  // Looked at after the worker was: one that ends in between has written this before.
  const done = readJson(join(folder, FILES.done));
  if (done !== undefined) {
    const end = done.end as End;
    return {status: {phase: 'ended', end, word: end, counts: done.counts as unknown as Counts}};
  }
  const counts = readJson(join(folder, FILES.progress)) as unknown as Counts | undefined;
  const message = alive ? undefined : (readJson(join(folder, FILES.trouble))?.message as string | undefined);
  const known = {
    counts: counts ?? {total: job.count, succeeded: 0, failed: 0},
    ...(message !== undefined && {message}),
  };
  const number = (claim?.number ?? 0) + 1;
  if (!alive && number > MOST_WORKERS) {
    const why = message ?? `${MOST_WORKERS} workers died of it.`;
    return {status: {...known, phase: 'ended', end: 'failed', word: 'failed', message: why}};
  }
  const phase = existsSync(join(folder, FILES.cancel)) ? 'stopping' : counts === undefined ? 'queued' : 'running';
  return {status: {...known, phase, word: phase, pollAfterMs: POLL_MS}, ...(!alive && {wants: number})};
}
