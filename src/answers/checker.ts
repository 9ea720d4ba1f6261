import type {Json, JsonObject} from '@agac/provider';
import {Ajv, type Options, type ValidateFunction} from 'ajv';
import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {AgacError} from '../domain/errors.js';
import type {ActionSchema} from '../domain/workflow.js';
import {withoutAbsentNulls} from './absent-nulls.js';
import {linearPattern} from './linear-pattern.js';
import {problemSentence} from './problem-sentence.js';
import {useUniqueItems} from './unique-items.js';

/** Says what is wrong with a value by its schema. */
export interface Checker {
  /** The first problem, as a sentence; undefined: the value is valid. Changes nothing in the value. */
  check(value: Json): string | undefined;
  /** The same of a model's answer, and the answer without the nulls that stand for fields that are not there. */
  checkAnswer(value: Json): {readonly value: Json; readonly problem?: string};
}

const OPTIONS: Options = {
  // A schema may say more than JSON Schema knows; vendors have words of their own.
  strict: false,
  // NaN and Infinity are no numbers.
  strictNumbers: true,
  // A million bad items would make millions of errors.
  allErrors: false,
  // `toString` is no field of an object that does not have it.
  ownProperties: true,
  // Errors then carry the value they are about.
  verbose: true,
  logger: false,
  code: {regExp: linearPattern},
};

const INCOMPARABLE = 'The answer cannot be compared with what the schema allows.';

/**
 * Compiles a schema: draft 2020-12, or draft-07 where it says so or is written in its way (`items` as a list). Only
 * references within the schema are followed.
 * @throws AgacError WORKFLOW_INVALID for a schema that cannot be used
 */
export function compileChecker(schema: ActionSchema): Checker {
  const validate = compile(schema);
  const check = (value: Json): string | undefined => {
    try {
      // An error is always there when a value is not valid.
      return validate(value) ? undefined : problemSentence(validate.errors!);
    } catch (error) {
      // ajv calls an answer's own `toString` or `valueOf` when it compares it: one odd answer must not end a run.
      if (error instanceof TypeError) return INCOMPARABLE;
      throw error;
    }
  };
  return {
    check,
    checkAnswer: (value) => {
      const problem = check(value);
      if (problem === undefined) return {value};
      const settled = problem === INCOMPARABLE ? value : withoutAbsentNulls(value, validate);
      return settled === value ? {value, problem} : {value: settled};
    },
  };
}

function compile(schema: ActionSchema): ValidateFunction {
  const {$schema: dialect, ...json} = schema.json;
  const isOld = typeof dialect === 'string' && dialect.includes('draft-0');
  try {
    return compileWith(isOld ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS), json);
  } catch (cause) {
    if (dialect === undefined) {
      try {
        return compileWith(new Ajv(OPTIONS), json);
      } catch {
        // What is wrong by the newer draft is the better thing to say.
      }
    }
    throw unusable(schema, cause);
  }
}

function compileWith(ajv: Ajv, json: JsonObject): ValidateFunction {
  formats.default(ajv);
  useUniqueItems(ajv);
  const validate = ajv.compile(json);
  // An asynchronous validator returns a promise, and every promise is true.
  if ('$async' in validate) throw new Error('`$async` schemas are not supported');
  return validate;
}

function unusable({name}: ActionSchema, cause: unknown): AgacError {
  const said =
    cause instanceof RangeError ? 'it is nested too deeply' : cause instanceof Error ? cause.message : String(cause);
  const hint = /regexp|repeat count|escape sequence/i.test(said)
    ? ' Patterns may not use look-around, back-references or counts above 1000.'
    : /can't resolve reference/.test(said)
      ? ' Only references within the schema (#/…) are followed.'
      : '';
  return new AgacError('WORKFLOW_INVALID', `The schema \`${name}\` cannot be used: ${said}.${hint}`, {cause});
}
