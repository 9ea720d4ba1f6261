import type {PartStatus} from '../../contract/status.js';
import {isFault} from '../../fault.js';
import {type Broken, replacing} from './broken.js';

/** Wrong about where a job stands. */
export const BROKEN_STATUS: readonly Broken[] = [
  {
    name: 'goes back from finalizing to queued',
    caughtBy: 'D31',
    spoil: saying((status) => (status.phase === 'finalizing' ? {...status, phase: 'queued'} : status)),
  },
  {
    name: 'takes a word it does not know for the end',
    caughtBy: 'D32',
    spoil: saying((status) => {
      const known = status.phase !== 'running' || /run|progress/i.test(status.word);
      return known ? status : {...status, phase: 'ended', end: 'completed'};
    }),
  },
  {
    name: 'does not say how a job ended',
    caughtBy: 'D33',
    spoil: saying(({end: _, ...status}) => status),
  },
  {name: 'believes in the end of a job only where it saw the job run', caughtBy: 'D34a', spoil: doubting()},
  {
    name: 'calls a job completed that failed half-way',
    caughtBy: 'D34b',
    spoil: saying((status) => (status.end === 'failed' && hasAnswers(status) ? {...status, end: 'completed'} : status)),
  },
  {
    name: 'reports an expired job as failed',
    caughtBy: 'D34c',
    spoil: saying((status) => (status.end === 'expired' ? {...status, end: 'failed'} : status)),
  },
  {
    name: 'calls a job failed that was stopped half-way by somebody else',
    caughtBy: 'D34d',
    spoil: replacing((good) => {
      const cancelled = new Set<string>();
      return {
        cancel: async (receipt, call) => {
          cancelled.add(receipt.id);
          await good.cancel?.(receipt, call);
        },
        status: async (receipt, call) => {
          const status = await good.status(receipt, call);
          const isStrange = status.end === 'cancelled' && hasAnswers(status) && !cancelled.has(receipt.id);
          return isStrange ? {...status, end: 'failed'} : status;
        },
      };
    }),
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
];

function saying(change: (status: PartStatus) => PartStatus): Broken['spoil'] {
  return replacing((good) => ({status: async (receipt, call) => change(await good.status(receipt, call))}));
}

function doubting(): Broken['spoil'] {
  return replacing((good) => {
    const ran = new Set<string>();
    return {
      status: async (receipt, call) => {
        const {end, ...status} = await good.status(receipt, call);
        if (status.phase === 'running') ran.add(receipt.id);
        if (end === undefined) return status;
        return end !== 'completed' || ran.has(receipt.id) ? {...status, end} : {...status, phase: 'running'};
      },
    };
  });
}

function hasAnswers({counts}: PartStatus): boolean {
  return counts !== undefined && counts.succeeded > 0;
}
