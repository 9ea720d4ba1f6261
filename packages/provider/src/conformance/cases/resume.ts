import {deepEqual, equal, ok} from 'node:assert/strict';
import {setTimeout as delay} from 'node:timers/promises';
import type {Steps} from '../../contract/call.js';
import type {Receipt} from '../../contract/part.js';
import {isFault} from '../../fault.js';
import type {JsonObject} from '../../json.js';
import {type Case, defineCase} from '../case.js';
import {countOf, effectsIn} from '../effects.js';
import {expectFault, rejectionOf} from '../expect-fault.js';
import {idsOf} from '../part.js';
import {resultsOf} from '../results-of.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** C. Resuming a submit. */
export const RESUME_CASES: readonly Case[] = [
  defineCase({
    id: 'C19',
    title: 'each remote effect is followed by an awaited save before the next effect',
    levers: ['seen'],
    run: async ({levers, part, provider, submitting}) => {
      const saves: {readonly before: number; readonly after: number}[] = [];
      const effects = () => effectsIn(levers.seen()).length;
      const save = async () => {
        const before = effects();
        await delay(30);
        saves.push({before, after: effects()});
      };
      await provider.submit(part(), submitting({save}));
      await delay(40); // for a save that was not waited for
      for (const {before, after} of saves) equal(after, before, 'an effect while the step before it was being saved');
      for (let done = 1; done < effects(); done += 1) {
        ok(
          saves.some(({before}) => before === done),
          `no save after effect ${done}`,
        );
      }
    },
  }),
  defineCase({
    id: 'C20',
    title: 'when any save fails, the submit does, and the next one with the step before it makes one job',
    levers: ['left'],
    run: async (trial) => {
      const {part, provider, submitting} = trial;
      const counted = submitting();
      await provider.submit(part(), counted);
      for (let failing = 0; failing < counted.steps.length; failing += 1) {
        const jobs = trial.levers.left().jobs.length;
        const again = part();
        const steps: JsonObject[] = [];
        const save = async (step: JsonObject) => {
          if (steps.length === failing) throw new Error('the disk is full');
          steps.push(step);
        };
        await rejectionOf(provider.submit(again, submitting({save})));
        equal(trial.levers.left().jobs.length, jobs, 'a job was made although its step could not be saved');
        await provider.submit(again, submitting(stepOf(steps.at(-1))));
        equal(trial.levers.left().jobs.length, jobs + 1);
      }
    },
  }),
  defineCase({
    id: 'C21a',
    title: 'a job is found under its key, with an equal receipt, and only once it was sent',
    abilities: ['find'],
    run: async ({call, lost, part, provider, submitting}) => {
      const sent = part();
      equal(await provider.find(lost(sent), call()), undefined);
      const submit = submitting();
      deepEqual(await provider.submit(sent, submit), await provider.find(lost(sent, submit), call()));
    },
  }),
  defineCase({
    id: 'C21b',
    title: 'a job whose answer was lost is found',
    levers: ['fail', 'left'],
    abilities: ['find'],
    run: async ({call, levers, lost, part, provider, submitting}) => {
      const sent = part();
      const submit = submitting();
      levers.fail({on: 'create', when: 'after', how: 'reset'});
      await expectFault(provider.submit(sent, submit), {outcome: 'unknown'});
      const [made] = levers.left().jobs;
      ok(made !== undefined, 'no create was sent');
      equal((await provider.find(lost(sent, submit), call()))?.id, made.id);
    },
  }),
  defineCase({
    id: 'C22',
    title: 'a key that was never sent is not found, nor one that another tool used in a longer or shorter label',
    levers: ['plant'],
    abilities: ['find'],
    run: async ({call, levers, lost, part, provider}) => {
      const sent = part();
      const {key} = sent;
      for (const label of [`${key}0`, `0${key}`, key.slice(0, -1), key.toLowerCase(), '']) levers.plant(label);
      equal(await provider.find(lost(sent), call()), undefined);
    },
  }),
  defineCase({
    id: 'C79',
    title: 'a job that is known to be of another part is not taken for the lost one, however alike they are',
    levers: ['fail'],
    abilities: ['find'],
    run: async ({call, levers, lost, part, provider, send, submitting}) => {
      const sent = part();
      const submit = submitting();
      levers.fail({on: 'create', when: 'before', how: 'reset'});
      await expectFault(provider.submit(sent, submit), {outcome: 'unknown'});
      const twin = await send(part());
      equal(await provider.find(lost(sent, submit, [twin.id]), call()), undefined);
    },
  }),
  defineCase({
    id: 'C80',
    title: 'where another job is as large and as new, the right one is found, or the fault `ambiguous` names both',
    levers: ['fail', 'left', 'plant'],
    abilities: ['find'],
    run: async ({call, levers, lost, part, provider, submitting}) => {
      const sent = part();
      const submit = submitting();
      levers.fail({on: 'create', when: 'after', how: 'reset'});
      await expectFault(provider.submit(sent, submit), {outcome: 'unknown'});
      const right = levers.left().jobs[0]?.id ?? 'nothing';
      const twin = levers.plant('', sent.count);
      const found = await provider.find(lost(sent, submit), call()).catch((error: unknown) => error);
      if (isFault(found)) {
        equal(found.code, 'ambiguous');
        for (const id of [right, twin]) ok(found.message.includes(id), `${found.message} does not name ${id}`);
      } else deepEqual(found && (found as Receipt).id, right);
    },
  }),
  defineCase({
    id: 'C23',
    title: 'a job is found behind hundreds of newer ones, and settleMs after its creation',
    levers: ['delayList', 'plant'],
    abilities: ['find'],
    run: async ({call, levers, lost, part, provider, submitting}) => {
      const {settleMs = 0} = provider;
      levers.delayList(settleMs / 2);
      const sent = part();
      const submit = submitting();
      const receipt = await provider.submit(sent, submit);
      for (let number = 0; number < 250; number += 1) levers.plant(`other ${number}`);
      await delay(settleMs);
      deepEqual(await provider.find(lost(sent, submit), call()), receipt);
    },
  }),
  defineCase({
    id: 'C24',
    title: 'when only the create failed, the next submit does not upload again',
    levers: ['fail', 'left', 'seen'],
    run: async ({levers, part, provider, submitting}) => {
      const sent = part();
      const first = submitting();
      levers.fail({on: 'create', when: 'before', how: {status: 429}});
      await expectFault(provider.submit(sent, first), {retry: 'later'});
      const uploads = countOf('upload', levers.seen());
      await provider.submit(sent, submitting(stepOf(first.steps.at(-1))));
      equal(countOf('upload', levers.seen()), uploads);
      equal(levers.left().jobs.length, 1);
    },
  }),
  defineCase({
    id: 'C25',
    title: 'a saved upload that the vendor has deleted since is made again, and one job',
    levers: ['fail', 'left', 'lose', 'received'],
    run: async ({levers, part, provider, submitting}) => {
      const sent = part();
      const first = submitting();
      levers.fail({on: 'create', when: 'before', how: {status: 429}});
      await expectFault(provider.submit(sent, first), {retry: 'later'});
      for (const {id} of levers.left().files) await levers.lose(id);
      const receipt = await provider.submit(sent, submitting(stepOf(first.steps.at(-1))));
      equal(levers.left().jobs.length, 1);
      equal((await levers.received(receipt.id)).length, sent.count);
    },
  }),
  defineCase({
    id: 'C26',
    title: 'a vendor that tells keys apart makes one job of a part that is submitted twice',
    levers: ['left'],
    abilities: ['idempotent'],
    run: async ({levers, open, part, send, submitting}) => {
      const sent = part();
      const receipt = await send(sent);
      deepEqual(await open().submit(sent, submitting()), receipt); // as a process does that knows nothing of the first
      equal(levers.left().jobs.length, 1);
    },
  }),
  defineCase({
    id: 'C29',
    title: 'an upload that never becomes a job carries the key in its name, and is deleted some day',
    levers: ['left'],
    run: async ({levers, part, provider, subject, submitting}) => {
      const {uploadDays = 3} = subject;
      const sent = part();
      const save = () => Promise.reject(new Error('killed'));
      await provider.submit(sent, submitting({save})).catch(() => {});
      for (const file of levers.left().files) {
        ok(file.name.includes(sent.key), `the upload is called ${file.name}`);
        if (typeof uploadDays === 'string') continue;
        const {expiresAt} = file;
        ok(expiresAt !== undefined && expiresAt <= Date.now() + uploadDays * DAY_MS, 'the upload does not expire');
      }
    },
  }),
  defineCase({
    id: 'C30',
    title: 'another process needs the receipt alone',
    levers: ['finish'],
    run: async (trial) => {
      const part = trial.part();
      const receipt: Receipt = JSON.parse(JSON.stringify(await trial.send(part)));
      await trial.levers.finish(receipt.id);
      const other = trial.open();
      equal((await other.status(receipt, trial.call())).end, 'completed');
      const results = await resultsOf({...trial, provider: other}, receipt);
      deepEqual(results.map((result) => result.id).sort(), [...(await idsOf(part))].sort());
      await other.cancel?.(receipt, trial.call());
    },
  }),
];

function stepOf(step: JsonObject | undefined): Partial<Steps> {
  return step === undefined ? {} : {step};
}
