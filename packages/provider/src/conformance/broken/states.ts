import type {PartStatus} from '../../contract.js';
import {isFault} from '../../fault.js';
import {type Broken, replacing} from './broken.js';

/** Wrong about where a job stands. */
export const BROKEN_STATES: readonly Broken[] = [
  {
    name: 'goes back from finalizing to queued',
    caughtBy: 'D31',
    spoil: saying((status) => (status.phase === 'finalizing' ? {...status, phase: 'queued'} : status)),
  },
  {
    name: 'counts each request as answered and as failed',
    caughtBy: 'D35',
    spoil: saying(({counts, ...status}) => ({
      ...status,
      ...(counts && {counts: {...counts, succeeded: counts.total, failed: counts.total}}),
    })),
  },
  {
    name: 'takes a job that nobody knows for one that runs',
    caughtBy: 'D36',
    spoil: replacing((good) => ({
      status: async (receipt, call): Promise<PartStatus> => {
        try {
          return await good.status(receipt, call);
        } catch (error) {
          if (isFault(error) && error.code === 'not-found') return {phase: 'running', word: 'unknown'};
          throw error;
        }
      },
    })),
  },
  {
    name: 'says something else each time it is asked',
    caughtBy: 'D37',
    spoil: replacing((good) => {
      let asked = 0;
      return {
        status: async (receipt, call) => {
          asked += 1;
          return {...(await good.status(receipt, call)), message: `asked ${asked} times`};
        },
      };
    }),
  },
  {
    name: 'calls every job cancelled that it was to cancel',
    caughtBy: 'F57b',
    spoil: replacing((good) => {
      const cancelled = new Set<string>();
      return {
        cancel: async (receipt, call) => {
          await good.cancel?.(receipt, call);
          cancelled.add(receipt.id);
        },
        status: async (receipt, call) => {
          const status = await good.status(receipt, call);
          return cancelled.has(receipt.id) && status.end !== undefined ? {...status, end: 'cancelled'} : status;
        },
      };
    }),
  },
];

function saying(change: (status: PartStatus) => PartStatus): Broken['spoil'] {
  return replacing((good) => ({status: async (receipt, call) => change(await good.status(receipt, call))}));
}
