import {type BatchLook, lookAtBatch} from '../engine/status.js';
import type {FoundBatch} from './find-batch.js';
import type {Place} from './project-context.js';

/** Where a batch stands now: asks the vendors about the parts that have not ended. Writes nothing. */
export async function batchStatus(place: Place, {state, batch}: FoundBatch): Promise<BatchLook> {
  const open = batch.parts.map((number) => state.parts[number]!).filter((part) => part.phase === 'sent');
  if (open.length === 0) return lookAtBatch(state, batch);
  // Imported only when somebody has to be asked: most of the time nobody has.
  const [{askParts}, {openingOf, providerCache}] = await Promise.all([
    import('../engine/perform/ask.js'),
    import('./project-context.js'),
  ]);
  const provider = providerCache(openingOf(place));
  return lookAtBatch(state, batch, await askParts({...place, provider}, open));
}
