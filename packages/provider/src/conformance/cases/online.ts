import {equal, ok} from 'node:assert/strict';
import {type Case, defineCase} from '../case.js';
import {expectFault} from '../expect-fault.js';
import {requestOf} from '../part.js';

/** I. One request, answered now. */
export const ONLINE_CASES: readonly Case[] = [
  defineCase({
    id: 'I76',
    title: 'a request is answered now, and nothing is left at the vendor',
    levers: ['answer', 'left'],
    abilities: ['complete'],
    run: async ({call, levers, provider, subject}) => {
      levers.answer(() => [{kind: 'text', text: 'four', usage: {inputTokens: 9, outputTokens: 1}}]);
      const result = await provider.complete(requestOf(subject.model, 'What is 2 + 2?'), call());
      ok(result.kind === 'answer', `it is ${result.kind}`);
      equal(result.text, 'four');
      equal(result.usage?.inputTokens, 9);
      equal(levers.left().jobs.length + levers.left().files.length, 0);
    },
  }),
  defineCase({
    id: 'I77',
    title: 'a fault of the request itself is a result; one of the call is thrown, to be tried later',
    levers: ['answer', 'fail'],
    abilities: ['complete'],
    run: async ({call, levers, provider, subject}) => {
      const request = requestOf(subject.model, 'What is 2 + 2?');
      levers.answer(() => [{kind: 'fault', status: 400, message: 'That is no question.'}]);
      const result = await provider.complete(request, call());
      ok(result.kind === 'fault', `it is ${result.kind}`);
      equal(result.fault.retry, 'never');
      ok(result.fault.message.includes('That is no question.'));
      for (const status of [429, 500]) {
        levers.fail({on: 'complete', when: 'before', how: {status}});
        await expectFault(provider.complete(request, call()), {retry: 'later'});
      }
    },
  }),
];
