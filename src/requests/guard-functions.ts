import type {Json} from '@agac/provider';
import type {FunctionName} from '../domain/guard.js';
import {isObject} from './field-tree.js';

/** A condition that cannot be worked out for a record. The message says nothing of what the record holds. */
export class GuardError extends Error {
  override readonly name = 'GuardError';
}

type GuardFunction = (values: readonly Json[]) => Json;

/** The functions of conditions. None is called with null; each throws GuardError for a value that it does not take. */
export const GUARD_FUNCTIONS: Readonly<Record<FunctionName, GuardFunction>> = {
  len: ([value]) => {
    if (typeof value === 'string') return characters(value);
    if (Array.isArray(value)) return value.length;
    if (isObject(value)) return Object.keys(value).length;
    throw new GuardError(`len() takes a text, a list or a map, and not ${kindOf(value)}`);
  },
  max: (values) => outermost('max', values),
  min: (values) => outermost('min', values),
  str: ([value]) => (typeof value === 'string' ? value : JSON.stringify(value)),
  int: ([value]) => Math.trunc(toNumber('int', value, /^[-+]?\d+$/)),
  float: ([value]) => toNumber('float', value, /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/),
  abs: ([value]) => {
    if (typeof value === 'number') return Math.abs(value);
    throw new GuardError(`abs() takes a number, and not ${kindOf(value)}`);
  },
  upper: ([value]) => textFor('upper', value).toUpperCase(),
  lower: ([value]) => textFor('lower', value).toLowerCase(),
  trim: ([value]) => textFor('trim', value).trim(),
};

/** Counts without a list of them: a text may be as long as memory is wide. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Of several values, or of the items of one list. */
function outermost(name: 'max' | 'min', values: readonly Json[]): Json {
  const [only] = values;
  const all: readonly Json[] = values.length === 1 && Array.isArray(only) ? only : values;
  if (all.length === 0) throw new GuardError(`${name}() of an empty list is nothing`);
  const isBeyond = (a: number | string, b: number | string) => (name === 'max' ? a > b : a < b);
  if (all.every((each) => typeof each === 'number')) return all.reduce((a, b) => (isBeyond(b, a) ? b : a));
  if (all.every((each) => typeof each === 'string')) return all.reduce((a, b) => (isBeyond(b, a) ? b : a));
  throw new GuardError(`${name}() takes numbers, or texts, and nothing besides`);
}

function toNumber(name: string, value: Json | undefined, pattern: RegExp): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') throw new GuardError(`${name}() takes a number or a text, and not ${kindOf(value)}`);
  const number = pattern.test(value.trim()) ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new GuardError(`${name}() was given a text that is no ${name === 'int' ? 'whole number' : 'number'}`);
}

function textFor(name: string, value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new GuardError(`${name}() takes a text, and not ${kindOf(value)}`);
}

function kindOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  const words: Readonly<Record<string, string>> = {string: 'a text', number: 'a number', boolean: 'true or false'};
  return words[typeof value] ?? 'a map';
}
