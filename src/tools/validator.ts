import type {Json} from '@agac/provider';
import {AgacError} from '../domain/errors.js';
import type {Validation} from '../domain/verdict.js';
import type {ToolCall, ToolFunction} from './call.js';
import type {WantedFunction} from './function-place.js';
import {inTime} from './in-time.js';
import {thrownSentence} from './thrown-sentence.js';
import {longerThan} from './time-limit.js';

/**
 * Says whether an answer that fits its schema is good. Rejects with TOOL_INVALID when the validator itself is broken,
 * since that says nothing of the answer, and with the signal's reason.
 */
export type Validator = (answer: Json, call: ToolCall) => Promise<Validation>;

/** These are thrown by the language, not by the user: a mistake in the validator. */
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

/** A validator in JavaScript: `true` or `''`, `false`, a text that says what is wrong, or `{valid, message}`. */
export function scriptValidator(validate: ToolFunction, wanted: WantedFunction): Validator {
  return async (answer, call) => {
    const validation = await inTime(() => validationOf(validate, answer, {wanted, call}), call);
    if (validation !== undefined) return validation;
    throw brokenValidator(wanted, call, `took ${longerThan(call.limitMs)}.`);
  };
}

/** Nothing was decided: the run stops, and the answers wait on disk. */
export function brokenValidator({name, action, file}: WantedFunction, {info}: ToolCall, why: string): AgacError {
  const message = `The validator \`${name}\` of \`${action}\` cannot judge the record ${info.record}: it ${why}`;
  return new AgacError('TOOL_INVALID', message, {
    actions: [`Mend it in ${file}, and type the same command again: the answers are here, nothing is asked twice.`],
  });
}

async function validationOf(
  validate: ToolFunction,
  answer: Json,
  {wanted, call}: {wanted: WantedFunction; call: ToolCall},
): Promise<Validation> {
  let said: unknown;
  try {
    said = await validate(JSON.parse(JSON.stringify(answer)), call.info);
  } catch (error) {
    if (MISTAKES.some((mistake) => error instanceof mistake)) {
      throw brokenValidator(wanted, call, `threw ${thrownSentence(error)}.`);
    }
    return no(error instanceof Error ? error.message : thrownSentence(error), wanted);
  }
  if (said === true) return {valid: true};
  if (said === false) return no('', wanted);
  if (typeof said === 'string') return said.trim() === '' ? {valid: true} : no(said, wanted);
  if (typeof said === 'object' && said !== null && 'valid' in said && typeof said.valid === 'boolean') {
    const message = 'message' in said && typeof said.message === 'string' ? said.message : '';
    return said.valid ? {valid: true} : no(message, wanted);
  }
  throw brokenValidator(wanted, call, 'returned neither true nor false, nor a text, nor {valid, message}.');
}

function no(message: string, {name}: WantedFunction): Validation {
  return {valid: false, message: message.trim() === '' ? `\`${name}\` did not accept it.` : message.trim()};
}
