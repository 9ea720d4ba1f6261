import {setTimeout as delay} from 'node:timers/promises';
import type {Call} from '../contract/call.js';
import {isFault} from '../fault.js';

export interface RetryPolicy {
  /** Tries in all; default 6. */
  readonly tries?: number;
  /** The longest wait before the second try, in milliseconds; it doubles with each try. Default 500. */
  readonly baseMs?: number;
  /** The longest wait of all, in milliseconds; default 30,000. */
  readonly capMs?: number;
  /** Between 0 and 1. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Calls `attempt` until it resolves, at most `tries` times, with full jitter between. Only for what may be repeated:
 * GETs, never the create of a job. Tried again are faults with `retry: 'later'` and nothing else; where one says
 * `afterMs`, that long is waited and the jitter comes on top.
 */
export async function withRetries<T>(
  call: Pick<Call, 'signal' | 'log'>,
  policy: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  const {tries = 6, baseMs = 500, capMs = 30_000, random = Math.random, sleep = sleepFor} = policy;
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (call.signal.aborted || !isFault(error) || error.retry !== 'later' || number >= tries) throw error;
      const wait = (error.afterMs ?? 0) + random() * Math.min(capMs, baseMs * 2 ** (number - 1));
      call.log(`try ${number} of ${tries} failed (${error.code}); again in ${Math.round(wait)} ms`);
      await sleep(wait, call.signal);
    }
  }
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, {signal});
  } catch (error) {
    signal.throwIfAborted(); // the reason, not node's AbortError around it
    throw error;
  }
}
