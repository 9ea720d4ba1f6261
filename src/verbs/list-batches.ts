import {type BatchLook, lookAtBatch} from '../engine/status.js';
import {listRuns} from '../store/project-store.js';

/** All batches of a project, newest first, as the journals tell it: no vendor is asked. */
export function listBatches(root: string, limit: number): BatchLook[] {
  const found: BatchLook[] = [];
  for (const {state} of listRuns(root)) found.push(...state.batches.map((batch) => lookAtBatch(state, batch)));
  return found.sort((a, b) => (a.plannedAt < b.plannedAt ? 1 : -1)).slice(0, limit);
}
