import {deepEqual, equal, ok} from 'node:assert/strict';
import type {Price} from '../../contract/card.js';
import {type Case, defineCase} from '../case.js';
import {endedJob, resultsOf} from '../results-of.js';
import {modelsOf} from '../subject.js';

const REQUESTS = 6;
/** Requests of which the vendor does not say how many tokens they took. */
const UNTOLD = 2;

const tokensOf = (ordinal: number) => ({inputTokens: 100 + ordinal, outputTokens: 10 + ordinal});
const isTold = (ordinal: number) => ordinal < REQUESTS - UNTOLD;

/** H. Tokens and what they cost. */
export const USAGE_CASES: readonly Case[] = [
  defineCase({
    id: 'H70',
    title: 'every answer has its own tokens, and where the vendor does not say, none: absent, not zero',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      trial.levers.answer(({ordinal}) => [
        {kind: 'text', text: 'fine', usage: isTold(ordinal) ? tokensOf(ordinal) : 'none'},
      ]);
      const results = await resultsOf(trial, await endedJob(trial, trial.part({count: REQUESTS})));
      const told = results.map((result) => {
        ok(result.kind === 'answer', `${result.id} is no answer`);
        const {inputTokens, outputTokens} = result.usage ?? {};
        return {ordinal: Number(result.id.slice(1)), inputTokens, outputTokens};
      });
      const expected = Array.from({length: REQUESTS}, (_, ordinal) =>
        isTold(ordinal) ? {ordinal, ...tokensOf(ordinal)} : {ordinal, inputTokens: undefined, outputTokens: undefined},
      );
      deepEqual(
        told.sort((a, b) => a.ordinal - b.ordinal),
        expected,
      );
    },
  }),
  defineCase({
    id: 'H71',
    title: 'a price is of a day that has come, and of amounts that can be billed; a token from a cache is not dearer',
    run: ({provider, subject}) => {
      for (const model of modelsOf(subject)) {
        const {price, batchRate, listed} = provider.describe(model);
        for (const figure of [price, batchRate]) if (figure !== undefined) expectDay(figure.asOf);
        if (price !== undefined) expectAmounts(price);
        if (batchRate !== undefined) {
          ok(['share', 'price', 'input'].includes(batchRate.cached), `cached tokens cost ${batchRate.cached}`);
        }
        if (listed !== undefined)
          ok(listed.provider !== '' && listed.model !== '', 'a price list is asked for nothing');
      }
    },
  }),
  defineCase({
    id: 'H72',
    title: 'the tokens of a whole job are the sum of its answers, or not told at all',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const {provider, call, levers} = trial;
      levers.answer(({ordinal}) => [{kind: 'text', text: 'fine', usage: tokensOf(ordinal)}]);
      const receipt = await endedJob(trial, trial.part({count: REQUESTS}));
      const {usage} = await provider.status(receipt, call());
      const results = await resultsOf(trial, receipt);
      for (const field of ['inputTokens', 'outputTokens'] as const) {
        const said = usage?.[field];
        if (said === undefined) continue;
        const tokens = results.map((result) => (result.kind === 'answer' ? (result.usage?.[field] ?? 0) : 0));
        equal(
          said,
          tokens.reduce((sum, each) => sum + each, 0),
          field,
        );
      }
    },
  }),
];

function expectDay(asOf: string): void {
  const day = Date.parse(asOf);
  ok(new Date(day).toISOString().startsWith(asOf), `${asOf} is no day`);
  ok(day <= Date.now(), `${asOf} has not come yet`);
}

function expectAmounts({source: _, asOf: __, ...price}: Price): void {
  for (const [name, amount] of Object.entries(price)) {
    ok(Number.isFinite(amount) && amount >= 0, `${name} is ${amount}`);
  }
  const {inputPerMillion, cachedInputPerMillion = 0} = price;
  ok(cachedInputPerMillion <= inputPerMillion, 'a token from a cache is dearer than another');
}
