import {fault} from '../../fault.js';
import {partOf} from '../part.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in answering one request now. */
export const BROKEN_ONLINE: readonly Broken[] = [
  {
    name: 'does not say how many tokens an answer took that came at once',
    caughtBy: 'I76',
    spoil: replacing((good) => ({
      complete: async (request, call) => {
        const result = await good.complete!(request, call);
        return result.kind === 'answer' ? {...result, usage: {}} : result;
      },
    })),
  },
  {
    name: 'sends a job too for what is to be answered at once',
    caughtBy: 'I76',
    spoil: replacing((good) => ({
      complete: async (request, call) => {
        const result = await good.complete!(request, call);
        await good.submit(partOf(good, {key: 'Konline', model: request.model, count: 1}), {
          ...call,
          save: async () => {},
        });
        return result;
      },
    })),
  },
  {
    name: 'throws what the vendor says of the request itself',
    caughtBy: 'I77',
    spoil: replacing((good) => ({
      complete: async (request, call) => {
        const result = await good.complete?.(request, call);
        if (result?.kind === 'answer') return result;
        throw fault({code: 'refused', message: 'There is no answer.', retry: 'never'});
      },
    })),
  },
];
