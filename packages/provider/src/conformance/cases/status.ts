import {deepEqual, equal, match, notEqual, ok} from 'node:assert/strict';
import type {PartStatus, Phase} from '../../contract/status.js';
import {type Case, defineCase} from '../case.js';
import {expectFault} from '../expect-fault.js';
import {hasNoEnd} from '../subject.js';
import type {Stage} from '../vendor.js';

const LIFE: readonly Stage[] = ['validating', 'queued', 'running', 'finalizing', 'completed'];
const BAD_ENDS = ['failed', 'expired', 'cancelled'] as const;
const RANK: Readonly<Record<Phase, number>> = {
  validating: 0,
  queued: 1,
  running: 2,
  finalizing: 3,
  stopping: 4,
  ended: 5,
};

/** D. Status. */
export const STATUS_CASES: readonly Case[] = [
  defineCase({
    id: 'D31',
    title: 'the phase never goes backwards over a whole life',
    levers: ['advance'],
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      let last = 0;
      for (const stage of LIFE) {
        await levers.advance(receipt.id, stage);
        const {phase} = await provider.status(receipt, call());
        ok(RANK[phase] >= last, `${phase} came after a later phase`);
        last = RANK[phase];
      }
      equal(last, RANK.ended);
    },
  }),
  defineCase({
    id: 'D32',
    title: 'every word the vendor documents means what it says; one that is not known means running, and is shown',
    levers: ['advance', 'word', 'words'],
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      for (const [word, stage] of Object.entries(levers.words())) {
        levers.word(receipt.id, word);
        const status = await provider.status(receipt, call());
        deepEqual([word, stageOf(status)], [word, stage]);
        equal(status.word, word);
      }
      levers.word(receipt.id, 'pondering');
      const {phase, word} = await provider.status(receipt, call());
      deepEqual([phase, word], ['running', 'pondering']);
    },
  }),
  defineCase({
    id: 'D33',
    title: 'an ended job says how, and no other does',
    levers: ['advance'],
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      for (const stage of LIFE) {
        await levers.advance(receipt.id, stage);
        const {phase, end} = await provider.status(receipt, call());
        equal(end !== undefined, phase === 'ended', `phase ${phase} with the end ${end}`);
      }
    },
  }),
  defineCase({
    id: 'D34a',
    title: 'a job that is completed is reported as such',
    levers: ['finish'],
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      await levers.finish(receipt.id);
      const {phase, end, word} = await provider.status(receipt, call());
      deepEqual([phase, end], ['ended', 'completed']);
      notEqual(word, '');
    },
  }),
  ...BAD_ENDS.map((end, index) =>
    defineCase({
      id: `D34${'bcd'[index]}`,
      title: `a job that is ${end} is reported as such`,
      levers: ['advance'],
      unless: hasNoEnd(end),
      run: async ({call, levers, provider, send}) => {
        const receipt = await send();
        await levers.advance(receipt.id, end, {done: 1});
        const status = await provider.status(receipt, call());
        deepEqual([status.phase, status.end], ['ended', end]);
        notEqual(status.word, '');
      },
    }),
  ),
  defineCase({
    id: 'D35',
    title: 'counts add up, or are absent',
    levers: ['advance'],
    run: async ({call, levers, part, provider, send}) => {
      const receipt = await send(part({count: 4}));
      await levers.advance(receipt.id, 'running', {done: 2});
      const counts = [(await provider.status(receipt, call())).counts];
      await levers.advance(receipt.id, 'completed');
      counts.push((await provider.status(receipt, call())).counts);
      for (const count of counts) {
        if (count === undefined) continue;
        equal(count.total, 4);
        ok(count.succeeded >= 0 && count.failed >= 0 && count.succeeded + count.failed <= 4, JSON.stringify(count));
      }
      const last = counts[1];
      ok(last === undefined || last.succeeded + last.failed === 4, `at the end ${JSON.stringify(last)}`);
    },
  }),
  defineCase({
    id: 'D36',
    title: 'a receipt the vendor does not know is the fault `not-found`, for ever',
    run: async ({call, provider, send}) => {
      const receipt = await send();
      for (const id of [`${receipt.id.slice(0, -1)}9999999`, `${receipt.id}?x=1`, `x/../${receipt.id}`]) {
        await expectFault(provider.status({...receipt, id}, call()), {code: 'not-found', retry: 'never'});
      }
    },
  }),
  defineCase({
    id: 'D37',
    title: 'asking changes nothing, and eight askers at once agree',
    levers: ['advance'],
    run: async ({call, levers, provider, send}) => {
      const receipt = await send();
      await levers.advance(receipt.id, 'running', {done: 1});
      const ask = async () => {
        const {pollAfterMs: _, ...status} = await provider.status(receipt, call());
        return JSON.stringify(status);
      };
      const first = await ask();
      const answers = await Promise.all(Array.from({length: 8}, ask));
      deepEqual(new Set(answers), new Set([first]));
      match(first, /running/);
    },
  }),
];

function stageOf({phase, end}: PartStatus): string | undefined {
  return phase === 'ended' ? end : phase;
}
