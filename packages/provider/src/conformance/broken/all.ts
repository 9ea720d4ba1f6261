import type {Broken} from './broken.js';
import {BROKEN_CARDS} from './card.js';
import {BROKEN_FAULTS} from './faults.js';
import {BROKEN_READINGS} from './readings.js';
import {BROKEN_RESULTS} from './results.js';
import {BROKEN_STATES} from './states.js';
import {BROKEN_SUBMITS} from './submit.js';
import {BROKEN_USAGE} from './usage.js';

/** Ways to be wrong, one at a time: each proves that the case it names bites, and that a fake's levers do work. */
export const BROKEN: readonly Broken[] = [
  ...BROKEN_CARDS,
  ...BROKEN_SUBMITS,
  ...BROKEN_STATES,
  ...BROKEN_RESULTS,
  ...BROKEN_READINGS,
  ...BROKEN_FAULTS,
  ...BROKEN_USAGE,
];
