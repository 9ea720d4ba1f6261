import type {Call, Steps} from '../../contract/call.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in a submit that is aborted. */
export const BROKEN_ABORTS: readonly Broken[] = [
  {
    name: 'submits under a signal that was aborted',
    caughtBy: 'C27a',
    spoil: replacing((good) => ({
      submit: (part, call) => good.submit(part, {...call, signal: new AbortController().signal}),
    })),
  },
  {
    name: 'does not look at the signal again before the create',
    caughtBy: 'C27b',
    spoil: replacing((good) => ({
      submit: async (part, call) => {
        const receipt = await good.submit(part, deafWhileSaving(call));
        call.signal.throwIfAborted();
        return receipt;
      },
    })),
  },
  {
    name: 'takes an aborted create for one that was never sent',
    caughtBy: 'C27c',
    spoil: replacing((good) => {
      const aborted = new Set<string>();
      return {
        submit: (part, call) => {
          call.signal.addEventListener('abort', () => aborted.add(part.key));
          return good.submit(part, call);
        },
        find: async (lost, call) => (aborted.has(lost.key) ? undefined : good.find?.(lost, call)),
      };
    }),
  },
];

/** Hands an abort on, but for one that comes while a step is being saved. */
function deafWhileSaving(call: Call & Steps): Call & Steps {
  const {signal} = call;
  const heard = new AbortController();
  const hear = () => heard.abort(signal.reason);
  const listen = () => signal.addEventListener('abort', hear);
  if (signal.aborted) hear();
  listen();
  const save: Steps['save'] = async (step) => {
    signal.removeEventListener('abort', hear);
    await call.save(step);
    listen();
  };
  return {...call, signal: heard.signal, save};
}
