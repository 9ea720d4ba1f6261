import {equal, ok} from 'node:assert/strict';
import {inspect} from 'node:util';
import {fault} from '../../fault.js';
import {type Case, defineCase, takesNoKey} from '../case.js';
import {expectFault} from '../expect-fault.js';
import type {Trial} from '../trial.js';
import type {FailureShape, Operation} from '../vendor.js';
import {type Verb, verbsOf} from '../verbs.js';

const REDIRECT = 307;
const LONGEST_WAIT_MS = 60 * 60 * 1000;
/** Their answers an adapter may leave unread, or are no JSON. */
const UNREAD: readonly Operation[] = ['cancel', 'discard', 'results'];

/** G. Faults, by what the vendor answers. */
export const FAULT_CASES: readonly Case[] = [
  defineCase({
    id: 'G59',
    title: 'without a key nothing is sent, and the fault names the environment variable',
    levers: ['finish', 'seen'],
    unless: takesNoKey,
    run: async (trial) => {
      const {keyEnv = ''} = trial.subject;
      const key = () => {
        throw fault({code: 'no-key', message: `Set ${keyEnv}.`, retry: 'never', outcome: 'not-sent'});
      };
      const verbs = await verbsOf(trial, trial.open({key}));
      const before = trial.levers.seen().length;
      for (const {run} of verbs) await expectFault(run(), {code: 'no-key', message: new RegExp(keyEnv)});
      equal(trial.levers.seen().length, before, 'something was sent without a key');
    },
  }),
  defineCase({
    id: 'G60a',
    title: '400, 401, 403 and 404 are for ever; 408, 409, 429 and 5xx may be tried later',
    levers: ['fail'],
    run: async (trial) => {
      const receipt = await trial.send();
      const later = [408, 409, 429, 500, 502, 503, 504];
      for (const status of [400, 401, 403, 404, ...later]) {
        trial.levers.fail({on: 'status', when: 'before', how: {status}});
        const retry = later.includes(status) ? 'later' : 'never';
        await expectFault(trial.provider.status(receipt, trial.call()), {retry, message: new RegExp(String(status))});
      }
    },
  }),
  defineCase({
    id: 'G60b',
    title: 'Retry-After, in seconds and as a date, becomes afterMs',
    levers: ['fail'],
    run: async (trial) => {
      const receipt = await trial.send();
      const afterMs = async (header: string) => {
        trial.levers.fail({on: 'status', when: 'before', how: {status: 429, headers: {'retry-after': header}}});
        return (await expectFault(trial.provider.status(receipt, trial.call()))).afterMs;
      };
      equal(await afterMs('7'), 7000);
      const wait = (await afterMs(new Date(Date.now() + 30_000).toUTCString())) ?? 0;
      ok(wait > 25_000 && wait <= 31_000, `half a minute became ${wait} ms`);
      equal(await afterMs('soon'), undefined);
    },
  }),
  defineCase({
    id: 'G60c',
    title: 'a finer Retry-After is heeded; one that is absent, past or absurd makes nobody wait for ever',
    levers: ['fail'],
    run: async (trial) => {
      const receipt = await trial.send();
      const afterMs = async (headers: Readonly<Record<string, string>>) => {
        trial.levers.fail({on: 'status', when: 'before', how: {status: 429, headers}});
        return (await expectFault(trial.provider.status(receipt, trial.call()), {retry: 'later'})).afterMs;
      };
      equal(await afterMs({}), undefined);
      equal(await afterMs({'retry-after-ms': '1500', 'retry-after': '2'}), 1500);
      equal(await afterMs({'retry-after-ms': 'soon', 'retry-after': '2'}), 2000);
      for (const said of [
        '-5',
        '1e3',
        '99999999999',
        'Wed, 21 Oct 2015 07:28:00 GMT',
        'Wed, 21 Oct 2999 07:28:00 GMT',
      ]) {
        const wait = (await afterMs({'retry-after': said})) ?? 0;
        ok(wait >= 0 && wait <= LONGEST_WAIT_MS, `Retry-After: ${said} became ${wait} ms`);
      }
    },
  }),
  defineCase({
    id: 'G61a',
    title: 'a connection that is reset, before the vendor acted or after: later, whatever was asked',
    levers: ['fail', 'finish', 'seen'],
    run: async (trial) => {
      for (const verb of await verbsOf(trial)) {
        await expectFault(failing(trial, verb, 'reset'), {retry: 'later'});
        trial.levers.fail({on: verb.on, when: 'after', how: 'reset'});
        await expectFault(verb.run(), {retry: 'later'});
      }
    },
  }),
  defineCase({
    id: 'G62',
    title: 'an error page of a proxy, or an empty one, is a fault with the status',
    levers: ['fail', 'finish', 'seen'],
    run: async (trial) => {
      for (const verb of await verbsOf(trial)) {
        for (const body of ['<html><body>Bad gateway</body></html>', '', '{"err', '[]', 'null']) {
          await expectFault(failing(trial, verb, {status: 502, body}), {retry: 'later', message: /502/});
        }
      }
    },
  }),
  defineCase({
    id: 'G63',
    title: 'a good answer whose JSON breaks off, or that is a page of something else: later',
    levers: ['fail', 'finish', 'seen'],
    run: async (trial) => {
      const read = (await verbsOf(trial)).filter(({on}) => !UNREAD.includes(on));
      for (const verb of read) {
        await expectFault(failing(trial, verb, 'truncated'), {retry: 'later'});
        await expectFault(failing(trial, verb, {status: 200, body: '<html>Log in</html>'}), {retry: 'later'});
        await expectFault(failing(trial, verb, {status: 200, body: 'null'}), {retry: 'later'});
      }
    },
  }),
  defineCase({
    id: 'G86',
    title: 'an answer in an encoding that was not asked for is no answer: later, and never half of one',
    levers: ['fail', 'finish', 'seen'],
    run: async (trial) => {
      for (const verb of await verbsOf(trial)) {
        if (verb.on === 'cancel' || verb.on === 'discard') continue; // their answers may be left unread
        const packed = {status: 200, headers: {'content-encoding': 'gzip'}, body: '\u001f\u008b\b'};
        await expectFault(failing(trial, verb, packed), {retry: 'later'});
      }
    },
  }),
  defineCase({
    id: 'G65',
    title: 'the key is in no fault, log line, step or receipt, even where the vendor repeats it',
    levers: ['fail', 'finish', 'seen'],
    unless: takesNoKey,
    run: async (trial) => {
      const {key = ''} = trial.vendor;
      const told: unknown[] = [];
      for (const verb of await verbsOf(trial)) {
        for (const status of [400, 401, 429, 500, REDIRECT]) {
          const echo = {
            status,
            message: `The key ${key} is no good.`,
            headers: {location: `http://127.0.0.1:9/?key=${key}`},
          };
          told.push(await failing(trial, verb, echo).catch((error: unknown) => error));
        }
        told.push(await failing(trial, verb, 'reset').catch((error: unknown) => error));
      }
      const text = inspect([...trial.said, ...told], {
        depth: 12,
        showHidden: true,
        maxArrayLength: null,
        maxStringLength: null,
      });
      ok(!text.includes(key), `the key is in: ${text.slice(Math.max(0, text.indexOf(key) - 200), text.indexOf(key))}…`);
    },
  }),
];

/** Calls a verb while the vendor fails what it needs, once. */
async function failing({levers}: Trial<'fail'>, {on, run}: Verb, how: FailureShape): Promise<unknown> {
  levers.fail({on, when: 'before', how});
  return run();
}
