import {isFault, type Provider} from '@agac/provider';
import type {Connection} from '../domain/run.js';
import type {RunState} from '../domain/run-state.js';
import {vendorFailure} from '../engine/failures.js';
import type {Place} from './project-context.js';

/**
 * Deletes at the vendors what the collected jobs of a run left there: input files, results, the jobs themselves. A job
 * whose results are not here is left alone. Returns how many there were. Throws when a vendor cannot be asked or refuses.
 */
export async function discardJobs(
  {signal, log}: Pick<Place, 'signal' | 'log'>,
  {parts}: RunState,
  open: (connection: Connection) => Promise<Provider>,
): Promise<number> {
  let discarded = 0;
  for (const {phase, connection, receipt} of parts) {
    if (phase !== 'fetched' || connection === undefined || receipt === undefined) continue;
    const provider = await open(connection);
    if (provider.discard === undefined) continue;
    try {
      await provider.discard(receipt, {signal, log});
    } catch (error) {
      throw isFault(error) ? vendorFailure(error, connection.vendor) : error;
    }
    discarded += 1;
  }
  return discarded;
}
