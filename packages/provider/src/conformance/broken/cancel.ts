import type {Receipt} from '../../contract/part.js';
import {fault} from '../../fault.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in stopping a job, and in clearing away. */
export const BROKEN_CANCELS: readonly Broken[] = [
  {
    name: 'gives up the answers of a job that was cancelled',
    caughtBy: 'F56',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        if ((await good.status(receipt, call)).end !== 'cancelled') yield* good.results(receipt, call);
      },
    })),
  },
  {
    name: 'calls a job that was asked to stop running',
    caughtBy: 'F81',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const status = await good.status(receipt, call);
        return status.phase === 'stopping' ? {...status, phase: 'running'} : status;
      },
    })),
  },
  {
    name: 'keeps quiet about what a job never came to',
    caughtBy: 'F82',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        for await (const line of good.results(receipt, call)) {
          if (good.decode(line.text).kind !== 'unprocessed') yield line;
        }
      },
    })),
  },
  {
    name: 'takes a second cancel for a fault',
    caughtBy: 'F57a',
    spoil: replacing((good) => ({
      cancel: async (receipt, call) => {
        const {phase} = await good.status(receipt, call);
        if (phase !== 'running') throw fault({code: 'refused', message: `It is ${phase}.`, retry: 'never'});
        await good.cancel?.(receipt, call);
      },
    })),
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
  {name: "deletes other jobs' files too", caughtBy: 'F58', spoil: sweeping()},
];

function sweeping(): Broken['spoil'] {
  return replacing((good) => {
    const receipts: Receipt[] = [];
    return {
      submit: async (part, call) => {
        const receipt = await good.submit(part, call);
        receipts.push(receipt);
        return receipt;
      },
      discard: async (_receipt, call) => {
        for (const receipt of receipts) await good.discard?.(receipt, call);
      },
    };
  });
}
