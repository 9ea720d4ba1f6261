import type {Case} from './case.js';
import {ABORT_CASES} from './cases/abort.js';
import {ANSWER_CASES} from './cases/answers.js';
import {CANCEL_CASES} from './cases/cancel.js';
import {CARD_CASES} from './cases/card.js';
import {CREATE_CASES} from './cases/create.js';
import {ENCODE_CASES} from './cases/encode.js';
import {FAULT_CASES} from './cases/faults.js';
import {ONLINE_CASES} from './cases/online.js';
import {READABLE_CASES} from './cases/readable.js';
import {RESULT_CASES} from './cases/results.js';
import {RESUME_CASES} from './cases/resume.js';
import {STATUS_CASES} from './cases/status.js';
import {SUBMIT_CASES} from './cases/submit.js';
import {USAGE_CASES} from './cases/usage.js';
import {WIRE_CASES} from './cases/wire.js';

/** Every case, by section. */
export const SECTIONS: Readonly<Record<string, readonly Case[]>> = {
  'the card': CARD_CASES,
  'the encoding': ENCODE_CASES,
  'submitting: what arrives': SUBMIT_CASES,
  'submitting: the create': CREATE_CASES,
  'submitting: resumed': RESUME_CASES,
  'submitting: aborted': ABORT_CASES,
  status: STATUS_CASES,
  'results: when they can be read': READABLE_CASES,
  'results: the lines': RESULT_CASES,
  'results: what a line says': ANSWER_CASES,
  'tokens and cost': USAGE_CASES,
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
