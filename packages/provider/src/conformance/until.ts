import {AssertionError} from 'node:assert/strict';
import {setTimeout as delay} from 'node:timers/promises';

/** Waits until something is so, at most a second. */
export async function until(isSo: () => boolean, what = 'it did not come to it'): Promise<void> {
  for (let waited = 0; waited < 1000; waited += 5) {
    if (isSo()) return;
    await delay(5);
  }
  throw new AssertionError({message: `${what} within a second`});
}

/** Demands that a promise settles within a second. */
export async function soon<Value>(promised: Promise<Value>): Promise<Value> {
  const late = Symbol('late');
  const timer = new AbortController();
  const first = await Promise.race([promised, delay(1000, late, {signal: timer.signal})]).finally(() => timer.abort());
  if (first === late) throw new AssertionError({message: 'it took more than a second'});
  return first as Value;
}
