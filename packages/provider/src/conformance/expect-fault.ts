import {AssertionError, match, strictEqual} from 'node:assert/strict';
import {type Fault, isFault} from '../fault.js';
import {soon} from './until.js';

export interface ExpectedFault {
  readonly code?: Fault['code'];
  readonly retry?: Fault['retry'];
  readonly outcome?: Fault['outcome'];
  readonly message?: RegExp;
}

/** Waits for a rejection, demands that it is a fault and what it says, and returns it. */
export async function expectFault(promised: Promise<unknown>, expected: ExpectedFault = {}): Promise<Error & Fault> {
  const caught = await rejectionOf(promised);
  if (!isFault(caught)) throw new AssertionError({message: `rejected with something that is no fault: ${caught}`});
  const {code, retry, outcome, message} = expected;
  const saying = `of the fault "${caught.message}"`;
  if (code !== undefined) strictEqual(caught.code, code, `code ${saying} is ${caught.code}, not ${code}`);
  if (retry !== undefined) strictEqual(caught.retry, retry, `retry ${saying} is ${caught.retry}, not ${retry}`);
  if (outcome !== undefined)
    strictEqual(caught.outcome ?? 'unknown', outcome, `outcome ${saying} is ${caught.outcome}, not ${outcome}`);
  if (message !== undefined) match(caught.message, message);
  return caught;
}

/** Demands that a promise rejects within a second, with the signal's reason or a fault caused by it. */
export async function expectAborted(promised: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const caught = await soon(rejectionOf(promised));
  const reason = isFault(caught) ? caught.cause : caught;
  if (reason !== signal.reason) throw new AssertionError({message: `rejected with ${caught}, not the signal's reason`});
}

/** What a promise rejects with. */
export async function rejectionOf(promised: Promise<unknown>): Promise<unknown> {
  const outcome = await promised.then(
    () => ({resolved: true as const}),
    (error: unknown) => ({resolved: false as const, error}),
  );
  if (outcome.resolved) throw new AssertionError({message: 'resolved where it had to reject'});
  return outcome.error;
}
