import {deepEqual, equal, notEqual, ok} from 'node:assert/strict';
import {type Case, defineCase} from '../case.js';
import {countOf} from '../effects.js';
import {expectFault} from '../expect-fault.js';
import {hasNoEnd} from '../subject.js';
import type {FailureShape} from '../vendor.js';

/** B. Submitting: the one request that costs money. */
export const CREATE_CASES: readonly Case[] = [
  defineCase({
    id: 'B17',
    title: "refused on creation: a fault `never`, surely refused, with the vendor's sentence; no job is left",
    levers: ['fail', 'left'],
    run: async ({levers, part, provider, submitting}) => {
      const message = 'Line 2 asks for too much.';
      levers.fail({on: 'create', when: 'before', how: {status: 400, message}});
      await expectFault(provider.submit(part(), submitting()), {
        retry: 'never',
        outcome: 'refused',
        message: /Line 2 asks/,
      });
      deepEqual(levers.left().jobs, []);
    },
  }),
  defineCase({
    id: 'B18',
    title: "a job that fails validation after it was accepted has ended failed, with the vendor's sentence",
    levers: ['advance'],
    unless: hasNoEnd('failed'),
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      await levers.advance(receipt.id, 'failed', {message: 'Line 7 is no request.'});
      const status = await provider.status(receipt, call());
      deepEqual([status.phase, status.end], ['ended', 'failed']);
      ok(status.message?.includes('Line 7 is no request.'), `the message is ${status.message}`);
    },
  }),
  defineCase({
    id: 'B73',
    title: 'the create is sent once on a connection of its own, whatever comes back',
    levers: ['fail', 'seen'],
    run: async ({levers, part, provider, submitting}) => {
      const shapes: FailureShape[] = ['reset', 'truncated', {status: 500}, {status: 503}, {status: 429}, {status: 409}];
      for (const how of shapes) {
        const before = countOf('create', levers.seen());
        levers.fail({on: 'create', when: 'after', how});
        await expectFault(provider.submit(part(), submitting()), {retry: 'later'});
        equal(countOf('create', levers.seen()) - before, 1, `creates after ${JSON.stringify(how)}`);
      }
      const creates = levers.seen().filter(({on}) => on === 'create');
      const others = levers.seen().filter(({on}) => on !== 'create');
      for (const {connection} of creates)
        ok(!others.some((other) => other.connection === connection), 'a reused connection');
    },
  }),
  defineCase({
    id: 'B74',
    title: 'a create whose answer was lost may have been done; one that was refused or never left was not',
    levers: ['fail'],
    run: async ({levers, open, part, provider, submitting}) => {
      const unknown: FailureShape[] = [
        'reset',
        'truncated',
        {status: 500},
        {status: 502, body: '<html>'},
        {status: 408},
        {status: 409},
      ];
      for (const how of unknown) {
        levers.fail({on: 'create', when: 'after', how});
        await expectFault(provider.submit(part(), submitting()), {outcome: 'unknown'});
      }
      for (const status of [400, 401, 403, 404, 413, 422, 429]) {
        levers.fail({on: 'create', when: 'before', how: {status}});
        await expectFault(provider.submit(part(), submitting()), {outcome: 'refused'});
      }
      const nobody = open({baseUrl: 'http://127.0.0.1:9'});
      await expectFault(nobody.submit(part(), submitting()), {retry: 'later', outcome: 'not-sent'});
    },
  }),
  defineCase({
    id: 'B78',
    title: 'an upload that went wrong, however it did, made no job for sure',
    levers: ['fail', 'left', 'seen'],
    run: async ({levers, part, provider, submitting}) => {
      await provider.submit(part(), submitting());
      if (countOf('upload', levers.seen()) === 0) return; // this vendor has no upload
      const jobs = levers.left().jobs.length;
      for (const how of ['reset', 'truncated', {status: 500}, {status: 401}] as const) {
        levers.fail({on: 'upload', when: 'after', how});
        const {outcome = 'unknown'} = await expectFault(provider.submit(part(), submitting()));
        notEqual(outcome, 'unknown', `after ${JSON.stringify(how)}`);
      }
      equal(levers.left().jobs.length, jobs);
    },
  }),
];
