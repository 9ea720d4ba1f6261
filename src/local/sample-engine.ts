import {setTimeout as sleep} from 'node:timers/promises';
import type {SpooledRequest, SpooledResult} from './job.js';
import {fateOf, type Rehearsal} from './rehearsal.js';
import {sampleAnswer, sampleSentence} from './sample/answer.js';

/** A made-up completion, or what is rehearsed instead of one; undefined: this request is to be left out. */
export async function answerBySample(
  {id, body}: Pick<SpooledRequest, 'id' | 'body'>,
  rehearsal: Rehearsal,
  signal: AbortSignal,
): Promise<SpooledResult | undefined> {
  signal.throwIfAborted();
  if (rehearsal.latencyMs > 0) await sleepFor(rehearsal.latencyMs, signal);
  const fate = fateOf(id, rehearsal);
  if (fate === 'missing') return undefined;
  if (fate === 'fail') {
    return {fault: {code: 'rehearsed', message: 'This fault was asked for with the option fail.', retry: 'later'}};
  }
  // Plain words are no JSON and fit no schema.
  const content = fate === 'invalid' ? sampleSentence(body, rehearsal.seed) : sampleAnswer(body, rehearsal.seed);
  return {
    response: {model: 'sample', choices: [{index: 0, message: {role: 'assistant', content}, finish_reason: 'stop'}]},
  };
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, {signal});
  } catch (error) {
    signal.throwIfAborted(); // the reason, not node's AbortError around it
    throw error;
  }
}
