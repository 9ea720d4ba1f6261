import {AgacError} from '../domain/errors.js';
import {type BatchLook, hasEnded} from '../engine/status.js';

/** Throws BATCH_PENDING or BATCH_FAILED unless the batch completed. */
export function requireCompleted(look: BatchLook): void {
  const {batch, status} = look;
  if (status === 'completed') return;
  if (hasEnded(status)) {
    const actions = [`agac batch retrieve --batch-id ${batch}`];
    throw new AgacError('BATCH_FAILED', `${batch} ended ${status}. What it left can be retrieved.`, {
      actions,
      data: look,
    });
  }
  const actions = [`agac batch wait --batch-id ${batch}`];
  throw new AgacError('BATCH_PENDING', `${batch} is ${status}.`, {actions, data: look});
}
