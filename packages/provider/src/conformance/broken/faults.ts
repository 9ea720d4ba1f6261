import {setTimeout as delay} from 'node:timers/promises';
import type {Receipt, Settings} from '../../contract.js';
import {type Fault, fault, isFault} from '../../fault.js';
import {type Broken, replacing, settingOff} from './broken.js';

/** Wrong when something goes wrong, and in whom it talks to. */
export const BROKEN_FAULTS: readonly Broken[] = [
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
  {name: "deletes other jobs' files too", caughtBy: 'F58', spoil: sweeping()},
  {
    name: 'goes on without a key',
    caughtBy: 'G59',
    spoil: settingOff(({key}) => ({key: () => keyOr(key, 'none')})),
  },
  {
    name: 'would try everything again',
    caughtBy: 'G60a',
    spoil: restating((error) => ({...factsOf(error), retry: 'later'})),
  },
  {
    name: 'forgets Retry-After',
    caughtBy: 'G60b',
    spoil: restating((error) => ({...factsOf(error), afterMs: undefined})),
  },
  {
    name: 'waits as long as it is told, however absurd',
    caughtBy: 'G60c',
    spoil: restating((error) => ({...factsOf(error), ...(error.afterMs && {afterMs: error.afterMs ** 2})})),
  },
  {
    name: 'cannot tell what never left from what may have arrived',
    caughtBy: 'G61b',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(part, call).catch((error: unknown) => {
          throw isFault(error) ? fault({...factsOf(error), outcome: 'unknown'}) : error;
        }),
    })),
  },
  {
    name: 'does not say the status of an error page',
    caughtBy: 'G62',
    spoil: restating((error) => ({...factsOf(error), message: 'Something went wrong.'})),
  },
  {
    name: 'gives up on an answer that broke off',
    caughtBy: 'G63',
    spoil: restating((error) => ({...factsOf(error), retry: 'never'})),
  },
  {
    name: 'takes for an empty file what it cannot unpack',
    caughtBy: 'G86',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        try {
          yield* good.results(receipt, call);
        } catch (error) {
          if (!isFault(error) || !error.message.includes('encoding')) throw error;
        }
      },
    })),
  },
  {
    name: 'throws what is no fault',
    caughtBy: 'G61a',
    spoil: replacing((good) => ({
      status: (receipt, call) =>
        good.status(receipt, call).catch((error: unknown) => {
          throw new Error(String(error));
        }),
    })),
  },
  {
    name: 'shows the key in a fault',
    caughtBy: 'G65',
    spoil: restating((error, {key}) => ({...factsOf(error), message: `${error.message} (${key()})`})),
  },
  {
    name: 'logs the key',
    caughtBy: 'G65',
    spoil: replacing((good, {key}) => ({
      status: (receipt, call) => {
        call.log(`authorization: ${key()}`);
        return good.status(receipt, call);
      },
    })),
  },
  {
    name: 'cannot be interrupted',
    caughtBy: 'G66',
    spoil: replacing((good) => ({
      status: (receipt, call) => good.status(receipt, {...call, signal: AbortSignal.timeout(1500)}),
    })),
  },
  {name: 'ignores the base url', caughtBy: 'G67', spoil: settingOff(() => ({baseUrl: 'http://127.0.0.1:9'}))},
  {
    name: 'tells another address than it asks',
    caughtBy: 'G67',
    spoil: replacing(() => ({baseUrl: 'https://api.elsewhere.invalid'})),
  },
  {name: 'keeps the first key it is given for all', caughtBy: 'G68', spoil: sharing()},
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
  {
    name: 'leaves a timer running',
    caughtBy: 'G69',
    spoil: replacing((good) => ({
      status: (receipt, call) => {
        void delay(2000);
        return good.status(receipt, call);
      },
    })),
  },
];

/** Says faults of `status` in other words. */
function restating(restate: (error: Fault, settings: Settings) => Fault): Broken['spoil'] {
  return replacing((good, settings) => ({
    status: (receipt, call) =>
      good.status(receipt, call).catch((error: unknown) => {
        throw isFault(error) ? fault(restate(error, settings)) : error;
      }),
  }));
}

/** An error's message is no property that a spread would copy. */
function factsOf({code, message, retry, afterMs}: Fault): Fault {
  return {code, message, retry, ...(afterMs !== undefined && {afterMs})};
}

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

function sharing(): Broken['spoil'] {
  let first: string | undefined;
  return settingOff(({key}) => ({
    key: () => {
      first ??= key();
      return first;
    },
  }));
}

function keyOr(key: () => string, otherwise: string): string {
  try {
    return key();
  } catch {
    return otherwise;
  }
}
