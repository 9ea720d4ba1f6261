import type {Settings} from '../../contract/provider.js';
import {type Fault, isFault} from '../../fault.js';
import {type Broken, replacing, restated, settingOff} from './broken.js';

/** Wrong when something goes wrong. */
export const BROKEN_FAULTS: readonly Broken[] = [
  {
    name: 'goes on without a key',
    caughtBy: 'G59',
    spoil: settingOff(({key}) => ({key: () => keyOr(key, 'none')})),
  },
  {
    name: 'would try everything again',
    caughtBy: 'G60a',
    spoil: restating(() => ({retry: 'later'})),
  },
  {
    name: 'forgets Retry-After',
    caughtBy: 'G60b',
    spoil: restating(() => ({afterMs: undefined})),
  },
  {
    name: 'waits as long as it is told, however absurd',
    caughtBy: 'G60c',
    spoil: restating(({afterMs}) => (afterMs ? {afterMs: afterMs ** 2} : {})),
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
    name: 'does not say the status of an error page',
    caughtBy: 'G62',
    spoil: restating(() => ({message: 'Something went wrong.'})),
  },
  {
    name: 'gives up on an answer that broke off',
    caughtBy: 'G63',
    spoil: restating(() => ({retry: 'never'})),
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
    name: 'shows the key in a fault',
    caughtBy: 'G65',
    spoil: restating((error, {key}) => ({message: `${error.message} (${key()})`})),
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
];

/** Says faults of `status` in other words. */
function restating(restate: (error: Fault, settings: Settings) => Partial<Fault>): Broken['spoil'] {
  return replacing((good, settings) => ({
    status: (receipt, call) => restated(good.status(receipt, call), (error) => restate(error, settings)),
  }));
}

function keyOr(key: () => string, otherwise: string): string {
  try {
    return key();
  } catch {
    return otherwise;
  }
}
