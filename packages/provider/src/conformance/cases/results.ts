import {deepEqual, equal, fail, ok} from 'node:assert/strict';
import type {Part, Receipt} from '../../contract/part.js';
import type {ResultLine} from '../../contract/result.js';
import {type Case, defineCase} from '../case.js';
import {expectFault} from '../expect-fault.js';
import {memoryGauge} from '../memory.js';
import {collect, idsOf} from '../part.js';
import {endedJob, linesOf, resultsOf} from '../results-of.js';
import type {Trial} from '../trial.js';
import {until} from '../until.js';
import type {Said, Serving} from '../vendor.js';

const MEGABYTE = 1024 * 1024;
const FRAMINGS = ['length', 'chunked', 'close'] as const;
const SERVINGS: readonly Serving[] = [
  {chunkBytes: 1},
  {chunkBytes: 7, lineEnd: '\r\n'},
  {chunkBytes: 64, lineEnd: '\r\n', blankLines: true},
  {chunkBytes: 3, lastNewline: false},
  {blankLines: true, lastNewline: false},
  {framing: 'chunked'},
  {framing: 'close'},
];

/** E. Results: the stream of lines. */
export const RESULT_CASES: readonly Case[] = [
  defineCase({
    id: 'E38a',
    title: 'every id that was sent is answered exactly once',
    levers: ['finish'],
    run: async (trial) => {
      await expectAllAnswered(trial, trial.part({count: 40}));
    },
  }),
  defineCase({
    id: 'E38b',
    title: 'every id that was sent is answered exactly once, in whatever order the vendor lists them',
    levers: ['finish', 'shuffle'],
    run: async (trial) => {
      trial.levers.shuffle(7);
      await expectAllAnswered(trial, trial.part({count: 40}));
    },
  }),
  defineCase({
    id: 'E39',
    title: 'answers and faults are both read, where the vendor keeps them apart too; either may be missing',
    levers: ['finish', 'answer'],
    run: async (trial) => {
      const good: Said = {kind: 'text', text: 'fine'};
      const bad: Said = {kind: 'fault', status: 400};
      const patterns: readonly (readonly [Said, Said])[] = [
        [good, bad],
        [good, good],
        [bad, bad],
      ];
      for (const pattern of patterns) {
        trial.levers.answer(({ordinal}) => [pattern[ordinal % 2]!]);
        const results = await resultsOf(trial, await endedJob(trial, trial.part({count: 2})));
        deepEqual(
          sorted(results.map(({kind}) => kind)),
          sorted(pattern.map(({kind}) => (kind === 'text' ? 'answer' : 'fault'))),
        );
      }
    },
  }),
  defineCase({
    id: 'E40',
    title: 'however the bytes are cut up, and with other line ends, blank lines, or no last newline: the same lines',
    levers: ['finish', 'answer', 'serve'],
    run: async (trial) => {
      trial.levers.answer(({ordinal}) => [{kind: 'text', text: `Grüße ${ordinal} 🙂 中\u2028文 \r \n`}]);
      const receipt = await endedJob(trial, trial.part({count: 5}));
      const plain = await textsOf(trial, receipt);
      equal(plain.length, 5);
      for (const serving of SERVINGS) {
        trial.levers.serve(serving);
        deepEqual(await textsOf(trial, receipt), plain, JSON.stringify(serving));
      }
    },
  }),
  defineCase({
    id: 'E45',
    title: 'reading twice gives the same lines; none holds a newline',
    levers: ['finish'],
    run: async (trial) => {
      const receipt = await endedJob(trial);
      const lines = await textsOf(trial, receipt);
      deepEqual(sorted(await textsOf(trial, receipt)), sorted(lines));
      for (const line of lines) ok(!/[\r\n]/.test(line), 'a line holds a newline');
    },
  }),
  defineCase({
    id: 'E46',
    title: 'after the cursor of any line come exactly the lines behind it',
    levers: ['finish'],
    run: async (trial) => {
      const receipt = await endedJob(trial, trial.part({count: 6}));
      const lines = await linesOf(trial, receipt);
      for (const [index, {cursor}] of lines.entries()) {
        if (cursor === undefined) continue;
        const rest = await collect(trial.provider.results(receipt, {...trial.call(), cursor}));
        deepEqual(
          rest.map(({text}) => text),
          lines.slice(index + 1).map(({text}) => text),
        );
      }
    },
  }),
  defineCase({
    id: 'E47',
    title: 'a connection that breaks in the middle is a fault `later`, and the next read is whole',
    levers: ['finish', 'cut'],
    run: async (trial) => {
      const part = trial.part({count: 20});
      const receipt = await endedJob(trial, part);
      trial.levers.cut(700);
      await expectFault(linesOf(trial, receipt), {retry: 'later'});
      equal((await linesOf(trial, receipt)).length, part.count);
    },
  }),
  defineCase({
    id: 'E83',
    title: 'a body that breaks off is noticed, however its end is told: by its length, its last chunk, its connection',
    levers: ['finish', 'cut', 'serve'],
    run: async (trial) => {
      const part = trial.part({count: 20});
      const receipt = await endedJob(trial, part);
      for (const framing of FRAMINGS) {
        trial.levers.serve({framing});
        for (const afterBytes of [0, 1, 700]) {
          trial.levers.cut(afterBytes);
          const cut = expectFault(linesOf(trial, receipt), {retry: 'later'});
          await cut.catch((error: Error) => fail(`${error.message} (${framing}, cut after ${afterBytes} bytes)`));
        }
        equal((await linesOf(trial, receipt)).length, part.count);
      }
    },
  }),
  defineCase({
    id: 'E84',
    title:
      'what broke off is gone on with behind its last cursor, by another process too: each line once, none missing',
    levers: ['finish', 'cut'],
    run: async (trial) => {
      const receipt = await endedJob(trial, trial.part({count: 20}));
      const whole = await textsOf(trial, receipt);
      trial.levers.cut(1500);
      const read: ResultLine[] = [];
      const reading = async () => {
        for await (const line of trial.provider.results(receipt, trial.call())) read.push(line);
      };
      await expectFault(reading(), {retry: 'later'});
      const kept = read.findLastIndex(({cursor}) => cursor !== undefined) + 1;
      const cursor = read[kept - 1]?.cursor;
      const rest = await collect(
        trial.open().results(receipt, {...trial.call(), ...(cursor !== undefined && {cursor})}),
      );
      deepEqual(
        [...read.slice(0, kept), ...rest].map(({text}) => text),
        whole,
      );
    },
  }),
  defineCase({
    id: 'E85',
    title:
      'a cursor that means nothing is a fault `never` before the first line: no line comes as if it were behind it',
    levers: ['finish'],
    run: async (trial) => {
      const receipt = await endedJob(trial);
      const lines = await linesOf(trial, receipt);
      if (lines.every(({cursor}) => cursor === undefined)) return; // none is ever handed to this adapter
      const read = collect(trial.provider.results(receipt, {...trial.call(), cursor: 'another adapter, another time'}));
      await expectFault(read, {retry: 'never'});
    },
  }),
  defineCase({
    id: 'E48',
    title: 'a consumer that stops early closes the connection',
    levers: ['finish', 'answer', 'busy'],
    run: async (trial) => {
      trial.levers.answer(() => [{kind: 'text', text: 'x'.repeat(MEGABYTE)}]);
      const receipt = await endedJob(trial, trial.part({count: 8}));
      for await (const line of trial.provider.results(receipt, trial.call())) {
        ok(line.text.length > 0);
        break;
      }
      await until(() => trial.levers.busy() === 0, 'the download did not end');
    },
  }),
  defineCase({
    id: 'E49',
    title: 'a large result file is read without being held in memory',
    levers: ['finish', 'answer'],
    run: async (trial) => {
      trial.levers.answer(() => [{kind: 'text', text: 'x'.repeat(MEGABYTE / 8)}]);
      const receipt = await endedJob(trial, trial.part({count: 96}));
      const gauge = memoryGauge();
      let read = 0;
      for await (const line of trial.provider.results(receipt, trial.call())) {
        read += line.text.length > 0 ? 1 : 0;
        if (read % 24 === 0) gauge.look();
      }
      equal(read, 96);
      const megabytes = gauge.growth() / MEGABYTE;
      ok(megabytes < 6, `${megabytes.toFixed(1)} MB of 12 were held while reading`);
    },
  }),
];

async function expectAllAnswered(trial: Trial<'finish'>, part: Part): Promise<void> {
  const results = await resultsOf(trial, await endedJob(trial, part));
  deepEqual(sorted(results.map(({id}) => id)), await idsOf(part));
  for (const result of results) equal(result.kind, 'answer');
}

async function textsOf(trial: Trial, receipt: Receipt): Promise<readonly string[]> {
  return (await linesOf(trial, receipt)).map(({text}) => text);
}

function sorted<Item>(items: readonly Item[]): readonly Item[] {
  return [...items].sort();
}
