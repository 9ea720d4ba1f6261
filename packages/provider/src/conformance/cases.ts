import type {Case} from './case.js';
import {ANSWER_CASES} from './cases/answers.js';
import {CANCEL_CASES} from './cases/cancel.js';
import {CARD_CASES} from './cases/card.js';
import {FAULT_CASES} from './cases/faults.js';
import {ONLINE_CASES} from './cases/online.js';
import {RESULT_CASES} from './cases/results.js';
import {RESUME_CASES} from './cases/resume.js';
import {STATUS_CASES} from './cases/status.js';
import {SUBMIT_CASES} from './cases/submit.js';
import {WIRE_CASES} from './cases/wire.js';

/** Every case, by section. */
export const SECTIONS: Readonly<Record<string, readonly Case[]>> = {
  'the card and the encoding': CARD_CASES,
  submitting: SUBMIT_CASES,
  'resuming a submit': RESUME_CASES,
  status: STATUS_CASES,
  'results: the lines': RESULT_CASES,
  'results: what a line says': ANSWER_CASES,
  'cancel and discard': CANCEL_CASES,
  'faults of the vendor': FAULT_CASES,
  'the wire': WIRE_CASES,
  online: ONLINE_CASES,
};

/** The case with this id. */
export function caseOf(id: string): Case {
  const found = Object.values(SECTIONS)
    .flat()
    .find((known) => known.id === id);
  if (found === undefined) throw new Error(`There is no case ${id}.`);
  return found;
}
