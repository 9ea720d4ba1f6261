import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {IncomingMessage} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {type Broken, replacing, restated, settingOff} from './broken.js';

/** Wrong in whom it talks to, and in how it stops. */
export const BROKEN_WIRES: readonly Broken[] = [
  {
    name: 'cannot tell what never left from what may have arrived',
    caughtBy: 'G61b',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        restated(good.submit(part, call), ({outcome}) => (outcome === 'not-sent' ? {outcome: 'unknown'} : {})),
    })),
  },
  {name: 'follows a redirect wherever it leads', caughtBy: 'G64', spoil: following()},
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

function sharing(): Broken['spoil'] {
  let first: string | undefined;
  return settingOff(({key}) => ({
    key: () => {
      first ??= key();
      return first;
    },
  }));
}

/** As `fetch` does, unless it is told not to. */
function following(): Broken['spoil'] {
  return replacing((good) => ({
    status: async (receipt, call) => {
      let elsewhere: string | undefined;
      const note = (message: unknown) => {
        elsewhere = (message as {readonly response: IncomingMessage}).response.headers.location;
      };
      subscribe('http.client.response.finish', note);
      try {
        return await good.status(receipt, call);
      } catch (error) {
        if (elsewhere !== undefined) await fetch(elsewhere).catch(() => {});
        throw error;
      } finally {
        unsubscribe('http.client.response.finish', note);
      }
    },
  }));
}
