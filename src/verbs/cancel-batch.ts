import {isFault} from '@agac/provider';
import {vendorFailure} from '../engine/failures.js';
import type {Ports} from '../engine/ports.js';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import type {FoundBatch} from './find-batch.js';
import type {Watching} from './open-ports.js';
import type {Place} from './project-context.js';
import {withRun} from './with-run.js';

export interface CancelOutcome {
  readonly batch: BatchLook;
  /** Parts that the vendor was asked to stop. */
  readonly stopping: readonly number[];
  /** Parts that had not been sent and will not be. */
  readonly withdrawn: readonly number[];
  /** Parts whose vendor has no way to stop them. */
  readonly unstoppable: readonly number[];
}

/** Asks the vendors to stop the parts of a batch. What they have answered by then is kept and can be retrieved. */
export async function cancelBatch(place: Place, found: FoundBatch, watching: Watching): Promise<CancelOutcome> {
  const run = {...watching, folder: found.folder, workflow: found.state.workflow};
  return withRun(place, run, async (ports) => {
    const {store, now} = ports;
    const stopping: number[] = [];
    const withdrawn: number[] = [];
    const unstoppable: number[] = [];
    for (const number of found.batch.parts) {
      const part = store.state.parts[number]!;
      const at = now().toISOString();
      if (part.phase === 'planned') {
        store.append({type: 'part-ended', part: number, at, end: 'cancelled', word: 'withdrawn'});
        withdrawn.push(number);
      } else if (part.phase === 'sent') {
        const isAsked = await stop(ports, number);
        (isAsked ? stopping : unstoppable).push(number);
        if (isAsked) store.append({type: 'part-stopping', part: number, at});
      }
    }
    return {batch: lookAtBatch(store.state, found.batch), stopping, withdrawn, unstoppable};
  });
}

/** False: this vendor cannot be asked to stop. */
async function stop(ports: Ports, number: number): Promise<boolean> {
  const {connection, receipt} = ports.store.state.parts[number]!;
  const provider = await ports.provider(connection!);
  if (provider.cancel === undefined) return false;
  try {
    await provider.cancel(receipt!, {signal: ports.signal, log: ports.log});
    return true;
  } catch (error) {
    throw isFault(error) ? vendorFailure(error, connection!.vendor) : error;
  }
}
