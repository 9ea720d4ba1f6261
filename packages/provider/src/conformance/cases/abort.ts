import {equal, ok} from 'node:assert/strict';
import {type Case, defineCase} from '../case.js';
import {countOf, expectNothingLeft} from '../effects.js';
import {expectAborted} from '../expect-fault.js';
import {until} from '../until.js';

/** C. A submit that is aborted. */
export const ABORT_CASES: readonly Case[] = [
  defineCase({
    id: 'C27a',
    title: 'nothing is sent under a signal that was aborted before',
    levers: ['left'],
    run: async ({levers, part, provider, submitting}) => {
      const signal = AbortSignal.abort();
      await expectAborted(provider.submit(part(), submitting({signal})), signal);
      expectNothingLeft(levers.left());
    },
  }),
  defineCase({
    id: 'C27b',
    title: 'aborted before the create: no create',
    levers: ['seen'],
    run: async ({levers, part, provider, submitting}) => {
      const controller = new AbortController();
      const save = async () => controller.abort();
      const submitted = provider.submit(part(), submitting({signal: controller.signal, save}));
      const rejection = await submitted.catch((error: unknown) => error);
      if (!controller.signal.aborted) return; // one effect, and nothing to save before it
      await expectAborted(Promise.reject(rejection), controller.signal);
      equal(countOf('create', levers.seen()), 0, 'the create was sent after the abort');
    },
  }),
  defineCase({
    id: 'C27c',
    title: 'aborted while the create hangs: the job can be found, or the adapter has no find',
    levers: ['fail', 'left'],
    run: async (trial) => {
      const {call, levers, provider} = trial;
      const controller = new AbortController();
      const part = trial.part();
      levers.fail({on: 'create', when: 'after', how: 'hang'});
      const submit = trial.submitting({signal: controller.signal});
      const submitted = provider.submit(part, submit);
      submitted.catch(() => {});
      await until(() => levers.left().jobs.length === 1);
      controller.abort();
      await expectAborted(submitted, controller.signal);
      if (provider.find !== undefined)
        ok(await provider.find(trial.lost(part, submit), call()), 'the job is not found');
    },
  }),
];
