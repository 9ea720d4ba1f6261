import {type BatchLook, lookAtBatch} from '../engine/status.js';
import {sortedRuns} from '../store/project-store.js';
import {type DamagedLook, lookAtDamaged} from './damaged-look.js';

export interface ListedBatches {
  /** Newest first, as the journals tell it: no vendor is asked. */
  readonly batches: readonly BatchLook[];
  /** Runs whose batches may be missing from them. */
  readonly damaged: readonly DamagedLook[];
}

/** The batches of a project, not more than wanted. */
export function listBatches(root: string, limit: number): ListedBatches {
  const {runs, damaged} = sortedRuns(root);
  const batches = runs.flatMap(({state}) => state.batches.map((batch) => lookAtBatch(state, batch)));
  return {
    batches: batches.sort((a, b) => (a.plannedAt < b.plannedAt ? 1 : -1)).slice(0, limit),
    damaged: damaged.map(lookAtDamaged),
  };
}
