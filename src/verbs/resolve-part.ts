import type {Receipt} from '@agac/provider';
import {AgacError} from '../domain/errors.js';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import type {FoundBatch} from './find-batch.js';
import type {Watching} from './open-ports.js';
import type {Place} from './project-context.js';
import {withRun} from './with-run.js';

export interface Resolution {
  readonly part: number;
  /** The vendor's job id, where the part was sent after all; undefined: it was not. */
  readonly job?: string;
}

/**
 * The user's word on a part of which nobody could tell whether the vendor has it: take this job for it, or let it be
 * sent again by the next `agac run`.
 */
export async function resolvePart(
  place: Place,
  found: FoundBatch,
  {part, job, ...watching}: Resolution & Watching,
): Promise<BatchLook> {
  const run = {...watching, folder: found.folder, workflow: found.state.workflow};
  return withRun(place, run, async ({store, now}) => {
    const state = store.state.parts[part];
    if (state === undefined || !['unfound', 'uncertain'].includes(state.phase)) {
      throw new AgacError('USAGE', `Part ${part} of ${found.batch.id} is not in doubt.`, {
        actions: ['agac batch status'],
      });
    }
    if (job === undefined) store.append({type: 'part-not-sent', part, message: "sent again by the user's word"});
    else {
      const receipt: Receipt = {id: job};
      store.append({type: 'part-sent', part, at: now().toISOString(), receipt, adopted: true});
    }
    return lookAtBatch(store.state, found.batch);
  });
}
