import type {PartStatus} from '@agac/provider';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import type {FoundBatch} from './find-batch.js';
import type {Place} from './project-context.js';

export interface AskedBatch {
  readonly look: BatchLook;
  /** What the vendors said of the parts that they were asked about. */
  readonly said: readonly PartStatus[];
}

/** Where a batch stands now: asks the vendors about the parts that have not ended. Writes nothing. */
export async function batchStatus(place: Place, {state, batch}: FoundBatch): Promise<AskedBatch> {
  const open = batch.parts.map((number) => state.parts[number]!).filter((part) => part.phase === 'sent');
  if (open.length === 0) return {look: lookAtBatch(state, batch), said: []};
  // Imported only when somebody has to be asked: most of the time nobody has.
  const [{askParts}, {openingOf, providerCache}] = await Promise.all([
    import('../engine/perform/ask.js'),
    import('./project-context.js'),
  ]);
  const provider = providerCache(openingOf(place));
  const statuses = await askParts({...place, provider}, open);
  return {look: lookAtBatch(state, batch, statuses), said: [...statuses.values()]};
}
