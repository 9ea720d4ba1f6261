import {deepEqual, equal, match, ok} from 'node:assert/strict';
import {setTimeout as delay} from 'node:timers/promises';
import type {Receipt} from '../../contract/part.js';
import type {Provider} from '../../contract/provider.js';
import {isFault} from '../../fault.js';
import {type Case, defineCase} from '../case.js';
import {outgoing} from '../outgoing.js';
import {requestOf} from '../part.js';
import {endedJob} from '../results-of.js';
import {modelsOf} from '../subject.js';
import type {Trial} from '../trial.js';

const UNKNOWN_MODEL = 'no-such-model-0';

/** A. The card. */
export const CARD_CASES: readonly Case[] = [
  defineCase({
    id: 'A1',
    title: 'contract is 1, the name is lower-kebab, opening sends nothing',
    run: async ({open, subject}) => {
      const connections = await outgoing(async () => {
        const provider = open();
        equal(provider.contract, 1);
        equal(provider.name, subject.name);
        match(provider.name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        await delay(20);
      });
      deepEqual(connections, []);
    },
  }),
  defineCase({
    id: 'A2',
    title: 'describe is equal on repeat, for known and unknown models; an unknown price is undefined',
    run: ({provider, subject}) => {
      for (const model of [...modelsOf(subject), UNKNOWN_MODEL, 'constructor']) {
        const card = provider.describe(model);
        equal(card.model, model);
        deepEqual(provider.describe(model), card);
        for (const limit of Object.values(card.limits)) ok(limit === undefined || limit > 0, `a limit is ${limit}`);
      }
      const {price} = provider.describe(UNKNOWN_MODEL);
      ok(price === undefined || price.inputPerMillion > 0, 'the price of an unknown model is zero');
    },
  }),
  defineCase({
    id: 'A3',
    title: 'every price and batch rate has a source and a date; the batch rate is a share',
    run: ({provider, subject}) => {
      for (const model of [...modelsOf(subject), UNKNOWN_MODEL]) {
        const {price, batchRate} = provider.describe(model);
        for (const figure of [price, batchRate]) {
          if (figure === undefined) continue;
          ok(figure.source.length > 0, 'a figure has no source');
          match(figure.asOf, /^\d{4}-\d{2}-\d{2}$/);
        }
        const {share = 1} = batchRate ?? {};
        ok(share > 0 && share <= 1, `the batch rate is ${share}`);
      }
    },
  }),
  defineCase({
    id: 'C28',
    title: 'an ability that is lacking is a method that is absent, not one that refuses; find comes with settleMs',
    levers: ['finish'],
    run: async (trial) => {
      const {provider} = trial;
      const receipt = await endedJob(trial);
      for (const [name, use] of usesOf(trial, receipt)) {
        ok(['function', 'undefined'].includes(typeof provider[name]), `${name} is no method`);
        const refused: unknown = await use()?.then(
          () => undefined,
          (error: unknown) => error,
        );
        // What a vendor's list cannot tell is said so by a find that does work.
        const works = refused === undefined || (isFault(refused) && refused.code === 'ambiguous');
        ok(works, `${name} is there, and refuses: ${refused}`);
      }
      if (provider.find !== undefined) ok((provider.settleMs ?? -1) >= 0, 'find without settleMs');
    },
  }),
];

type Use = readonly [name: keyof Provider, use: () => Promise<unknown> | undefined];

/** An everyday use of each method that may be absent; the receipt is of a job that has ended. */
function usesOf({call, lost, part, provider, subject}: Trial, receipt: Receipt): readonly Use[] {
  return [
    ['find', () => provider.find?.(lost(part()), call())],
    ['cancel', () => provider.cancel?.(receipt, call())],
    ['complete', () => provider.complete?.(requestOf(subject.model, 'Hello'), call())],
    ['probe', () => provider.probe?.(call())],
    ['discard', () => provider.discard?.(receipt, call())],
  ];
}
