import {BROKEN_ABORTS} from './abort.js';
import {BROKEN_ANSWERS} from './answers.js';
import type {Broken} from './broken.js';
import {BROKEN_CANCELS} from './cancel.js';
import {BROKEN_CARDS} from './card.js';
import {BROKEN_CREATES} from './create.js';
import {BROKEN_FAULTS} from './faults.js';
import {BROKEN_FINDS} from './find.js';
import {BROKEN_ONLINE} from './online.js';
import {BROKEN_READABLE} from './readable.js';
import {BROKEN_RESULTS} from './results.js';
import {BROKEN_RESUMES} from './resume.js';
import {BROKEN_STATUS} from './status.js';
import {BROKEN_SUBMITS} from './submit.js';
import {BROKEN_USAGE} from './usage.js';
import {BROKEN_WIRES} from './wire.js';

/** Ways to be wrong, one at a time: each proves that the case it names bites, and that a fake's levers do work. */
export const BROKEN: readonly Broken[] = [
  ...BROKEN_CARDS,
  ...BROKEN_SUBMITS,
  ...BROKEN_CREATES,
  ...BROKEN_RESUMES,
  ...BROKEN_FINDS,
  ...BROKEN_ABORTS,
  ...BROKEN_STATUS,
  ...BROKEN_READABLE,
  ...BROKEN_RESULTS,
  ...BROKEN_ANSWERS,
  ...BROKEN_USAGE,
  ...BROKEN_CANCELS,
  ...BROKEN_FAULTS,
  ...BROKEN_WIRES,
  ...BROKEN_ONLINE,
];
