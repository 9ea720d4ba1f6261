import {setTimeout as delay} from 'node:timers/promises';
import {Pace} from '../engine/pace.js';
import {type BatchLook, hasEnded} from '../engine/status.js';
import {batchStatus} from './batch-status.js';
import type {FoundBatch} from './find-batch.js';
import type {Place} from './project-context.js';

/** Looks at a batch until it has ended, or until this moment (ms since the epoch). Writes nothing. */
export async function* watchBatch(place: Place, found: FoundBatch, until: number): AsyncGenerator<BatchLook> {
  const pace = new Pace(Math.random);
  for (;;) {
    const {look, said} = await batchStatus(place, found);
    yield look;
    const left = until - Date.now();
    if (hasEnded(look.status) || left <= 0) return;
    try {
      await delay(Math.min(pace.next(said), left), undefined, {signal: place.signal});
    } catch (error) {
      place.signal.throwIfAborted(); // the reason, not node's AbortError around it
      throw error;
    }
  }
}
