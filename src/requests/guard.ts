import type {Json} from '@agac/provider';
import type {ConditionGuard, Expression, Operator} from '../domain/guard.js';
import {isObject} from './field-tree.js';
import {GUARD_FUNCTIONS, GuardError} from './guard-functions.js';
import {lookUp, type RecordData} from './record-data.js';

export interface GuardDecision {
  readonly matches: boolean;
  /** Why the condition could not be worked out; to follow a colon. */
  readonly problem?: string;
}

/**
 * Whether a record matches a guard. Pure.
 *
 * What a record does not have is unknown, and so is whatever hangs on it: an unknown condition does not match, with `not`
 * in front of it or without. Values of two kinds are never equal, and neither is less.
 */
export function matchGuard({condition, inverted, passOnError}: ConditionGuard, data: RecordData): GuardDecision {
  try {
    const holds = truthOf(evaluate(condition, data)) === true;
    return {matches: inverted ? !holds : holds};
  } catch (error) {
    if (error instanceof GuardError) return {matches: passOnError, problem: error.message};
    if (error instanceof RangeError) return {matches: passOnError, problem: 'a value is nested too deeply'};
    throw error;
  }
}

/** Undefined: unknown. */
function evaluate(expression: Expression, data: RecordData): Json | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return lookUp(data, expression);
    case 'list':
      return allOf(expression.items, data);
    case 'call': {
      const values = allOf(expression.values, data);
      return values?.includes(null) ? null : values && GUARD_FUNCTIONS[expression.name](values);
    }
    case 'not': {
      const truth = truthOf(evaluate(expression.value, data));
      return truth === undefined ? undefined : !truth;
    }
    case 'and':
      return junction(expression.terms, data, false);
    case 'or':
      return junction(expression.terms, data, true);
    case 'is-null':
      return (evaluate(expression.value, data) ?? null) === null;
    case 'compare': {
      const left = evaluate(expression.left, data);
      const right = evaluate(expression.right, data);
      return left === undefined || right === undefined ? undefined : COMPARISONS[expression.operator](left, right);
    }
  }
}

function allOf(expressions: readonly Expression[], data: RecordData): readonly Json[] | undefined {
  const values = expressions.map((each) => evaluate(each, data));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** One term of the deciding truth decides, and what comes after it is not looked at. */
function junction(terms: readonly Expression[], data: RecordData, deciding: boolean): boolean | undefined {
  let result: boolean | undefined = !deciding;
  for (const term of terms) {
    const truth = truthOf(evaluate(term, data));
    if (truth === deciding) return deciding;
    if (truth === undefined) result = undefined;
  }
  return result;
}

/** False, null, zero and what is empty are false; everything else is true, the text "false" too. */
export function truthOf(value: Json | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

const COMPARISONS: Readonly<Record<Operator, (left: Json, right: Json) => boolean>> = {
  '==': isEqual,
  '<': (left, right) => inOrder(left, right, (a, b) => a < b),
  '<=': (left, right) => inOrder(left, right, (a, b) => a <= b),
  '>': (left, right) => inOrder(right, left, (a, b) => a < b),
  '>=': (left, right) => inOrder(right, left, (a, b) => a <= b),
  in: (left, right) => hasItem(right, left),
  contains: (left, right) =>
    typeof left === 'string' && typeof right === 'string' ? left.includes(right) : hasItem(left, right),
  like: (left, right) => typeof left === 'string' && typeof right === 'string' && isLike(left, right),
};

/** Only two numbers, or two texts, have an order. */
function inOrder(left: Json, right: Json, compare: <V extends number | string>(a: V, b: V) => boolean): boolean {
  if (typeof left === 'number' && typeof right === 'number') return compare(left, right);
  return typeof left === 'string' && typeof right === 'string' && compare(left, right);
}

function hasItem(list: Json, item: Json): boolean {
  return Array.isArray(list) && list.some((each: Json) => isEqual(each, item));
}

function isEqual(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, i) => isEqual(item, b[i] as Json));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key]!, b[key]!));
}

/** `*` and `%` stand for any run of characters, also for none. Looks for one piece after the other, never back. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split(/[*%]+/);
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
