import {deepEqual, equal, notEqual, ok} from 'node:assert/strict';
import type {Part} from '../../contract/part.js';
import {type Case, defineCase} from '../case.js';
import {expectNothingLeft} from '../effects.js';
import {expectFault} from '../expect-fault.js';
import {hasNoSmallModel, partOfBytes, partOfRequests, textForLine} from '../fill.js';
import {memoryGauge} from '../memory.js';
import {entriesOf, requestOf} from '../part.js';
import type {Trial} from '../trial.js';

const MEGABYTE = 1024 * 1024;

/** B. Submitting: what arrives. */
export const SUBMIT_CASES: readonly Case[] = [
  defineCase({
    id: 'B9',
    title: 'the entries arrive exactly once, in order, ids and bodies as they were',
    levers: ['received'],
    run: (trial) => expectArrival(trial, trial.part({count: 25, text: (ordinal) => `Grüße "${ordinal}" 🙂\u2028`})),
  }),
  defineCase({
    id: 'B10',
    title: 'one entry is taken, and exactly as many requests and bytes as the card allows',
    levers: ['received'],
    unless: hasNoSmallModel,
    run: async (trial) => {
      await expectArrival(trial, trial.part({count: 1}));
      await expectArrival(trial, partOfRequests(trial, 0));
      await expectArrival(trial, partOfBytes(trial, 0));
    },
  }),
  defineCase({
    id: 'B11',
    title: 'one over any limit is refused before anything is sent',
    levers: ['left'],
    unless: hasNoSmallModel,
    run: async (trial) => {
      const model = trial.subject.smallModel ?? '';
      const {lineBytes} = trial.provider.describe(model).limits;
      const parts = [partOfRequests(trial, 1), partOfBytes(trial, 1)];
      if (lineBytes !== undefined) {
        const id = () => `F${'0'.repeat(63)}`;
        parts.push(trial.part({model, count: 1, id, text: () => textForLine(trial, model, lineBytes + 1)}));
      }
      for (const part of parts) await expectRefusal(trial, trial.send(part));
    },
  }),
  defineCase({
    id: 'B12',
    title: 'ids that are malformed or come twice are refused before anything is sent',
    levers: ['left'],
    run: async (trial) => {
      await expectRefusal(trial, trial.send(trial.part({id: () => 'same'})));
      for (const id of ['', '1digit', 'with space', 'hy-phen', 'ünicode', 'i'.repeat(65)]) {
        await expectRefusal(trial, trial.send(trial.part({count: 1, id: () => id})));
      }
    },
  }),
  defineCase({
    id: 'B13',
    title: 'an entry of another model is refused before anything is sent, or arrives as it is',
    levers: ['left', 'received'],
    unless: ({otherModels = []}) => otherModels.length === 0 && 'no other model',
    run: async (trial) => {
      const [otherModel = ''] = trial.subject.otherModels ?? [];
      const part = trial.part({count: 2});
      const stranger = trial.provider.encode(requestOf(otherModel, 'Hello'));
      const mixed: Part = {
        ...part,
        async *entries() {
          for await (const entry of part.entries())
            yield entry.id === 'r00001' ? {...entry, body: stranger.body} : entry;
        },
      };
      const sent = trial.send(mixed);
      const isTaken = await sent.then(
        () => true,
        () => false,
      );
      await (isTaken ? expectArrival(trial, mixed, sent) : expectRefusal(trial, sent));
    },
  }),
  defineCase({
    id: 'B14',
    title: 'a large part is sent without being held in memory',
    unless: (_subject, {limits}) =>
      (limits.bytes ?? Infinity) <= 9 * MEGABYTE && 'the usual model takes too little to tell',
    run: async (trial) => {
      const part = largePart(trial);
      const gauge = memoryGauge();
      let read = 0;
      const watched: Part = {
        ...part,
        async *entries() {
          for await (const entry of part.entries()) {
            read += 1;
            if (read % 64 === 0) gauge.look();
            yield entry;
          }
        },
      };
      await trial.send(watched);
      const megabytes = gauge.growth() / MEGABYTE;
      ok(megabytes < 4, `${megabytes.toFixed(1)} MB were held while sending 8`);
    },
  }),
  defineCase({
    id: 'B15',
    title: 'the receipt survives a JSON round trip and holds no secret',
    run: async ({send, vendor}) => {
      const receipt = await send();
      deepEqual(JSON.parse(JSON.stringify(receipt)), receipt);
      ok(vendor.key === undefined || !JSON.stringify(receipt).includes(vendor.key), 'the receipt holds the key');
    },
  }),
  defineCase({
    id: 'B16',
    title: 'eight parts submitted at once make eight jobs, each with its own entries',
    levers: ['received'],
    run: async (trial) => {
      const parts = Array.from({length: 8}, (_, number) =>
        trial.part({text: (ordinal) => `part ${number}, ${ordinal}`}),
      );
      const receipts = await Promise.all(parts.map((part) => trial.send(part)));
      equal(new Set(receipts.map(({id}) => id)).size, 8);
      for (const [number, receipt] of receipts.entries()) {
        deepEqual(plain(await trial.levers.received(receipt.id)), plain(await entriesOf(parts[number]!)));
      }
    },
  }),
];

/** 128 requests of 64 kB. */
function largePart({part}: Trial): Part {
  return part({count: 128, text: (ordinal) => String(ordinal % 10).repeat(MEGABYTE / 16)});
}

/** Submits, unless that was done, and compares what the vendor was sent with what the part says. */
async function expectArrival({levers, send}: Trial<'received'>, part: Part, sent = send(part)): Promise<void> {
  const {id} = await sent;
  deepEqual(plain(await levers.received(id)), plain(await entriesOf(part)));
}

/** Demands that a submit was refused for good, and that nothing came of it. */
async function expectRefusal({levers}: Trial<'left'>, submitted: Promise<unknown>): Promise<void> {
  const {outcome = 'unknown'} = await expectFault(submitted, {retry: 'never'});
  notEqual(outcome, 'unknown');
  expectNothingLeft(levers.left());
}

/** As text, so that the order of a body's fields counts too. */
function plain(entries: readonly {readonly id: string; readonly body: object}[]): readonly string[] {
  return entries.map(({id, body}) => JSON.stringify({id, body}));
}
