import {deepEqual, equal, ok} from 'node:assert/strict';
import {type AddressInfo, createServer} from 'node:net';
import {type Case, defineCase, takesNoKey} from '../case.js';
import {expectAborted, expectFault} from '../expect-fault.js';
import {outgoing} from '../outgoing.js';
import type {Trial} from '../trial.js';
import {until} from '../until.js';
import {type Verb, verbsOf} from '../verbs.js';

const OTHER_KEY = 'another-key-9876543210';

/** G. Whom the adapter talks to, and how it stops. */
export const WIRE_CASES: readonly Case[] = [
  defineCase({
    id: 'G61b',
    title: 'a host that refuses the connection or speaks no TLS: later, and surely not sent',
    levers: ['seen'],
    run: async ({open, part, submitting, vendor: {url = ''}}) => {
      for (const baseUrl of [`http://127.0.0.1:${await closedPort()}`, url.replace('http:', 'https:')]) {
        const submitted = open({baseUrl}).submit(part(), submitting());
        await expectFault(submitted, {retry: 'later', outcome: 'not-sent'});
      }
    },
  }),
  defineCase({
    id: 'G64',
    title: 'a redirect to another host is not followed',
    levers: ['fail', 'finish', 'seen'],
    run: async (trial) => {
      let visits = 0;
      const bystander = createServer((socket) => {
        visits += 1;
        socket.destroy();
      });
      await new Promise<void>((resolve) => bystander.listen(0, '127.0.0.1', resolve));
      const {port} = bystander.address() as AddressInfo;
      try {
        for (const {on, run} of await verbsOf(trial)) {
          for (const status of [302, 307]) {
            const headers = {location: `http://127.0.0.1:${port}/elsewhere`};
            trial.levers.fail({on, when: 'before', how: {status, headers, body: ''}});
            await expectFault(run());
          }
        }
      } finally {
        bystander.close();
      }
      equal(visits, 0, 'the other host was contacted');
    },
  }),
  defineCase({
    id: 'G66',
    title: "an abort ends every method within a second, with the signal's reason",
    levers: ['fail', 'finish', 'seen'],
    run: async (trial) => {
      for (const verb of await verbsOf(trial)) await expectAbortable(trial, verb);
    },
  }),
  defineCase({
    id: 'G67',
    title: 'the base url is honoured, with a slash at its end too, and no other host is contacted; none else is told',
    levers: ['finish', 'seen'],
    run: async (trial) => {
      const {host} = new URL(trial.vendor.url ?? '');
      const connections = await outgoing(async () => {
        const provider = trial.open({baseUrl: `${trial.vendor.url}/`});
        equal(new URL(provider.baseUrl ?? '').host, host);
        const verbs = await verbsOf(trial, provider);
        for (const {run} of verbs) await run();
      });
      deepEqual(new Set(connections), new Set([host]));
      for (const {path} of trial.levers.seen()) ok(!path.startsWith('//'), `the path is ${path}`);
    },
  }),
  defineCase({
    id: 'G68',
    title: 'two instances with different keys share nothing',
    levers: ['seen'],
    unless: takesNoKey,
    run: async ({call, levers, open, provider, send, vendor}) => {
      const receipt = await send();
      const stranger = open({key: () => OTHER_KEY});
      for (let round = 0; round < 3; round += 1) {
        const refused = expectFault(stranger.status(receipt, call()), {code: 'auth', retry: 'never'});
        await Promise.all([refused, provider.status(receipt, call())]);
      }
      const keys = levers
        .seen()
        .filter(({on}) => on === 'status')
        .map(({key}) => key);
      deepEqual(keys.sort(), [...Array(3).fill(vendor.key), ...Array(3).fill(OTHER_KEY)].sort());
    },
  }),
  defineCase({
    id: 'G69',
    title: 'nothing is left behind that keeps the process alive',
    levers: ['busy', 'fail', 'finish', 'seen'],
    run: async (trial) => {
      const before = timers();
      for (const verb of await verbsOf(trial)) {
        await verb.run();
        trial.levers.fail({on: verb.on, when: 'before', how: 'reset'});
        await verb.run().catch(() => {});
      }
      await until(() => trial.levers.busy() === 0, 'a request is still open');
      await until(() => timers() <= before, 'a timer is still running');
    },
  }),
];

async function expectAbortable(trial: Trial<'fail' | 'seen'>, {on, run}: Verb): Promise<void> {
  const controller = new AbortController();
  const before = trial.levers.seen().filter((request) => request.on === on).length;
  trial.levers.fail({on, when: 'before', how: 'hang'});
  const running = run(controller.signal);
  running.catch(() => {});
  await until(() => trial.levers.seen().filter((request) => request.on === on).length > before);
  controller.abort(new Error('enough'));
  await expectAborted(running, controller.signal);
}

/** A port of this machine where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}
