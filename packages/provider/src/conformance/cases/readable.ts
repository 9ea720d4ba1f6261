import {equal, match} from 'node:assert/strict';
import {type Case, defineCase} from '../case.js';
import {expectFault} from '../expect-fault.js';
import {endedJob, linesOf, resultsOf} from '../results-of.js';
import {hasNoEnd} from '../subject.js';

/** E. Results: when they can be read. */
export const READABLE_CASES: readonly Case[] = [
  defineCase({
    id: 'E50',
    title: 'read too early: what there is so far where the card says so, else the fault `not-ready`',
    levers: ['advance'],
    run: async (trial) => {
      const receipt = await trial.send(trial.part({count: 4}));
      await trial.levers.advance(receipt.id, 'running', {done: 2});
      const {partialResults} = trial.provider.describe(trial.subject.model);
      if (partialResults) equal((await linesOf(trial, receipt)).length, 2);
      else await expectFault(linesOf(trial, receipt), {code: 'not-ready', retry: 'later'});
    },
  }),
  defineCase({
    id: 'E51',
    title: 'read too late: the fault `gone`, for ever',
    levers: ['finish', 'lose'],
    run: async (trial) => {
      const receipt = await endedJob(trial);
      await trial.levers.lose(receipt.id);
      await expectFault(linesOf(trial, receipt), {code: 'gone', retry: 'never'});
    },
  }),
  defineCase({
    id: 'E75',
    title: 'a job that failed before it began has no results, and reading them gives none or says why',
    levers: ['advance'],
    unless: hasNoEnd('failed'),
    run: async (trial) => {
      const receipt = await trial.send();
      await trial.levers.advance(receipt.id, 'failed', {message: 'The file is no good.'});
      const results = await resultsOf(trial, receipt);
      for (const {kind} of results) match(kind, /^(fault|unprocessed)$/);
    },
  }),
];
