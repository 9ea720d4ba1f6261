import type {Draft} from './draft.js';
import {MODEL_KEYS} from './keys.js';
import type {Reading} from './reading.js';

/** Reports what is written for a model on an action that asks none: `what` it is (`tool`), and why it has no use for it. */
export function reportModelKeys({name, own}: Draft, {problems}: Reading, {what, is}: {what: string; is: string}): void {
  const runMode = own.get('run_mode');
  if (typeof runMode?.value === 'string' && runMode.value.toLowerCase() === 'batch') {
    problems.error(runMode, `The ${what} "${name}" cannot run in a vendor's batch.`, 'Remove run_mode.');
  }
  for (const [key, entry] of own) {
    if (!Object.hasOwn(MODEL_KEYS, key) || entry.value === null) continue;
    problems.warn(entry, `"${key}" has no effect: "${name}" ${is} and asks no model.`, 'Remove it.');
  }
}
