import {deepEqual, equal, match} from 'node:assert/strict';
import {type Case, defineCase} from '../case.js';
import {resultsOf} from '../results-of.js';
import type {Trial} from '../trial.js';

/** F. Cancel and discard. */
export const CANCEL_CASES: readonly Case[] = [
  defineCase({
    id: 'F56',
    title: 'a job cancelled while it runs ends as cancelled and keeps the answers it has',
    levers: ['advance'],
    abilities: ['cancel'],
    unless: ({emptyEnds}) => emptyEnds?.cancelled ?? false,
    run: async (trial) => {
      const kinds = await kindsOfCancelled(trial);
      equal(kinds.filter((kind) => kind === 'answer').length, 2);
    },
  }),
  defineCase({
    id: 'F81',
    title: 'a job that was asked to stop says so until it has',
    levers: ['advance'],
    abilities: ['cancel'],
    unless: ({noStoppingWord}) => noStoppingWord ?? false,
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      await levers.advance(receipt.id, 'running', {done: 1});
      await provider.cancel(receipt, call());
      equal((await provider.status(receipt, call())).phase, 'stopping');
    },
  }),
  defineCase({
    id: 'F82',
    title: 'a job that was cancelled says of each request that it never came to it',
    levers: ['advance'],
    abilities: ['cancel'],
    unless: ({silentAfterEnd}) => silentAfterEnd ?? false,
    run: async (trial) => {
      const kinds = await kindsOfCancelled(trial);
      equal(kinds.filter((kind) => kind === 'unprocessed').length, 2);
    },
  }),
  defineCase({
    id: 'F57a',
    title: 'cancelling twice is no fault',
    abilities: ['cancel'],
    run: async ({call, provider, send}) => {
      const receipt = await send();
      await provider.cancel(receipt, call());
      await provider.cancel(receipt, call());
    },
  }),
  defineCase({
    id: 'F57b',
    title: 'cancelling after the end is no fault and changes nothing',
    levers: ['finish'],
    abilities: ['cancel'],
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      await levers.finish(receipt.id);
      await provider.cancel(receipt, call());
      equal((await provider.status(receipt, call())).end, 'completed');
    },
  }),
  defineCase({
    id: 'F58',
    title: 'discard deletes what the receipt names and nothing else; twice is no fault',
    levers: ['finish', 'left'],
    abilities: ['discard'],
    run: async (trial) => {
      const {call, levers, provider, send} = trial;
      const filesLeft = () => levers.left().files.map(({id}) => id);
      const kept = await send();
      await levers.finish(kept.id);
      const files = filesLeft();
      const discarded = await send();
      await levers.finish(discarded.id);
      for (let time = 0; time < 2; time += 1) {
        await provider.discard(discarded, call());
        deepEqual(filesLeft(), files);
      }
      equal((await resultsOf(trial, kept)).length, 3);
    },
  }),
];

/** What the lines say of four requests, of which two were worked off when the job was cancelled. */
async function kindsOfCancelled(trial: Trial<'advance', 'cancel'>): Promise<readonly string[]> {
  const {call, levers, provider} = trial;
  const receipt = await trial.send(trial.part({count: 4}));
  await levers.advance(receipt.id, 'running', {done: 2});
  await provider.cancel(receipt, call());
  await levers.advance(receipt.id, 'cancelled');
  equal((await provider.status(receipt, call())).end, 'cancelled');
  const kinds = (await resultsOf(trial, receipt)).map(({kind}) => kind);
  for (const kind of kinds) match(kind, /^(answer|unprocessed)$/);
  return kinds;
}
