import type {JsonObject} from '../../json.js';
import {type Broken, replacing, restated} from './broken.js';

/** Wrong in the one request that costs money. */
export const BROKEN_CREATES: readonly Broken[] = [
  {
    name: 'would send again what was refused',
    caughtBy: 'B17',
    spoil: replacing((good) => ({
      submit: (part, call) => restated(good.submit(part, call), () => ({retry: 'later'})),
    })),
  },
  {
    name: 'keeps quiet about why a job failed',
    caughtBy: 'B18',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const {message: _, ...status} = await good.status(receipt, call);
        return status;
      },
    })),
  },
  {
    name: 'sends the create again when it goes wrong',
    caughtBy: 'B73',
    spoil: replacing((good) => ({
      submit: async (part, call) => {
        let step: JsonObject | undefined;
        const save = (made: JsonObject) => {
          step = made;
          return call.save(made);
        };
        return good.submit(part, {...call, save}).catch(() => good.submit(part, {...call, ...(step && {step})}));
      },
    })),
  },
  {
    name: 'takes a lost answer for a refusal',
    caughtBy: 'B74',
    spoil: replacing((good) => ({
      submit: (part, call) => restated(good.submit(part, call), () => ({outcome: 'refused'})),
    })),
  },
  {
    name: 'does not tell a lost upload from a lost create',
    caughtBy: 'B78',
    spoil: replacing((good) => ({
      submit: (part, call) => restated(good.submit(part, call), () => ({outcome: 'unknown'})),
    })),
  },
];
