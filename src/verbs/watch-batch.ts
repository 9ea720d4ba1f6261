import {setTimeout as delay} from 'node:timers/promises';
import {type BatchLook, hasEnded} from '../engine/status.js';
import {batchStatus} from './batch-status.js';
import type {FoundBatch} from './find-batch.js';
import type {Place} from './project-context.js';

const FIRST_POLL_MS = 1_000;
const SLOWEST_POLL_MS = 60_000;
const POLL_GROWTH = 1.5;

/** Looks at a batch until it has ended, or until this moment (ms since the epoch). Writes nothing. */
export async function* watchBatch(place: Place, found: FoundBatch, until: number): AsyncGenerator<BatchLook> {
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * POLL_GROWTH, SLOWEST_POLL_MS)) {
    const look = await batchStatus(place, found);
    yield look;
    const left = until - Date.now();
    if (hasEnded(look.status) || left <= 0) return;
    try {
      await delay(Math.min(wait, left), undefined, {signal: place.signal});
    } catch (error) {
      place.signal.throwIfAborted(); // the reason, not node's AbortError around it
      throw error;
    }
  }
}
