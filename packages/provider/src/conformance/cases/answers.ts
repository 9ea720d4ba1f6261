import {deepEqual, equal, notEqual, ok} from 'node:assert/strict';
import type {Result, Usage} from '../../contract/result.js';
import {type Case, defineCase} from '../case.js';
import {resultsOf} from '../results-of.js';
import type {Trial} from '../trial.js';
import type {Said, SaidFault, SaidText} from '../vendor.js';

const FINE: Said = {kind: 'text', text: 'fine'};
const STRANGE_LINES = ['{"broken": ', '[]', 'null', '1e400', '{}', '"text"', '\u0000', '{"id": 7}', '<html>'];

/** E. Results: what a line says. */
export const ANSWER_CASES: readonly Case[] = [
  defineCase({
    id: 'E41',
    title: 'a malformed line harms itself alone; decode never throws',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const results = await say(trial, STRANGE_LINES.length + 1, ({ordinal}) => {
        const line = STRANGE_LINES[ordinal];
        return [line === undefined ? FINE : {kind: 'raw', line}];
      });
      equal(results.length, STRANGE_LINES.length + 1);
      deepEqual(
        results.filter(({kind}) => kind === 'answer').map(({id}) => id),
        [`r${String(STRANGE_LINES.length).padStart(5, '0')}`],
      );
      for (const line of ['', ...STRANGE_LINES]) notEqual(trial.provider.decode(line).kind, 'answer');
    },
  }),
  defineCase({
    id: 'E42',
    title: 'an answer that is none of what the vendor documents is a fault, and the rest arrive',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const results = await say(trial, 2, ({ordinal}) => [ordinal === 0 ? {kind: 'empty-object'} : FINE]);
      deepEqual(kindsById(results), {r00000: 'fault', r00001: 'answer'});
    },
  }),
  defineCase({
    id: 'E43',
    title: 'an id that was never sent is handed on, and so is a second answer',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const results = await say(trial, 2, ({ordinal}) => [FINE, ordinal === 0 ? {...FINE, id: 'stranger'} : FINE]);
      deepEqual(results.map(({id}) => id).sort(), ['r00000', 'r00001', 'r00001', 'stranger']);
    },
  }),
  defineCase({
    id: 'E44a',
    title: 'an id that the vendor never mentions is not made up',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const results = await say(trial, 3, ({ordinal}) => (ordinal === 1 ? [] : [FINE]));
      deepEqual(results.map(({id}) => id).sort(), ['r00000', 'r00002']);
    },
  }),
  ...(['expired', 'cancelled'] as const).map((reason, index) =>
    defineCase({
      id: `E44${'bc'[index]}`,
      title: `what a job that is ${reason} never came to is unprocessed, with the reason; its answers are kept`,
      levers: ['advance'],
      unless: ({emptyEnds}) => emptyEnds?.[reason] ?? false,
      run: async (trial) => {
        const receipt = await trial.send(trial.part({count: 3}));
        await trial.levers.advance(receipt.id, reason, {done: 1});
        const results = await resultsOf(trial, receipt);
        equal(results.filter(({kind}) => kind === 'answer').length, 1, `answers of the ${reason} job`);
        for (const result of results) {
          if (result.kind !== 'answer') equal(result.kind === 'unprocessed' && result.reason, reason);
        }
      },
    }),
  ),
  defineCase({
    id: 'E52',
    title: 'the words for how an answer finished map; an empty text is an answer',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const finishes = ['stop', 'length', 'filter', 'other'] as const;
      const results = await say(trial, 5, ({ordinal}) => [
        {kind: 'text', text: ordinal === 4 ? '' : 'text', finish: finishes[ordinal % 4]!},
      ]);
      const said = Object.fromEntries(
        results.map((result) => [result.id, result.kind === 'answer' && [result.text, result.finish]]),
      );
      deepEqual(said, {
        r00000: ['text', 'stop'],
        r00001: ['text', 'length'],
        r00002: ['text', 'filter'],
        r00003: ['text', 'other'],
        r00004: ['', 'stop'],
      });
    },
  }),
  defineCase({
    id: 'E53',
    title: 'usage is numbers or undefined, never zero for unknown; what was cached is part of the input',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const usages: readonly SaidText['usage'][] = [
        {inputTokens: 90, outputTokens: 7, cachedInputTokens: 60},
        'none',
        {inputTokens: 5},
      ];
      const results = await say(trial, 3, ({ordinal}) => [{...FINE, usage: usages[ordinal]!}]);
      const said = new Map(results.map((result) => [result.id, result.kind === 'answer' ? result.usage : undefined]));
      expectUsage(said.get('r00000'), {inputTokens: 90, outputTokens: 7, cachedInputTokens: 60});
      expectUsage(said.get('r00001'), {});
      expectUsage(said.get('r00002'), {inputTokens: 5});
    },
  }),
  defineCase({
    id: 'E54',
    title: 'content that is no text is a fault, never dropped silently',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const results = await say(trial, 1, () => [{kind: 'tool-call'}]);
      deepEqual(kindsById(results), {r00000: 'fault'});
    },
  }),
  defineCase({
    id: 'E55',
    title: 'faults of single requests say whether to ask again: 429 and 5xx later, other 4xx never, a timeout the same',
    levers: ['answer', 'finish'],
    run: async (trial) => {
      const statuses: readonly SaidFault['status'][] = [429, 500, 503, 400, 404, 422, 'timeout'];
      const results = await say(trial, statuses.length, ({ordinal}) => [
        {kind: 'fault', status: statuses[ordinal]!, message: `Sentence ${ordinal}.`},
      ]);
      const byId = [...results].sort((a, b) => String(a.id).localeCompare(String(b.id)));
      const faults = byId.map((result) => (result.kind === 'fault' ? result.fault : undefined));
      deepEqual(
        faults.map((fault) => fault?.retry),
        ['later', 'later', 'later', 'never', 'never', 'never', 'same'],
      );
      for (const [ordinal, fault] of faults.entries())
        ok(fault?.message.includes(`Sentence ${ordinal}.`), fault?.message);
    },
  }),
];

/** The results of a job of `count` requests to which the vendor said this. */
async function say(
  trial: Trial<'answer' | 'finish'>,
  count: number,
  said: (asked: {readonly ordinal: number}) => readonly Said[],
): Promise<readonly Result[]> {
  trial.levers.answer(said);
  const receipt = await trial.send(trial.part({count}));
  await trial.levers.finish(receipt.id);
  return resultsOf(trial, receipt);
}

function kindsById(results: readonly Result[]): Readonly<Record<string, string>> {
  return Object.fromEntries(results.map(({id, kind}) => [id ?? '', kind]));
}

/** Says the same, with what is not known left out or undefined. */
function expectUsage(usage: Usage | undefined, expected: Usage): void {
  const {inputTokens, outputTokens, cachedInputTokens} = usage ?? {};
  deepEqual(
    {inputTokens, outputTokens, cachedInputTokens},
    {inputTokens: undefined, outputTokens: undefined, cachedInputTokens: undefined, ...expected},
  );
}
