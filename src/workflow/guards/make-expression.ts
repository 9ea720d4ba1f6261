import type {IToken} from 'chevrotain';
import type {FunctionName, Operator} from '../../domain/guard.js';
import {didYouMean} from '../../domain/nearest.js';
import {ConditionError, type Written, type WrittenField} from './written.js';

/** How many values each function takes. */
const FUNCTIONS: Readonly<Record<FunctionName, {readonly most: number}>> = {
  len: {most: 1},
  max: {most: 100},
  min: {most: 100},
  str: {most: 1},
  int: {most: 1},
  float: {most: 1},
  abs: {most: 1},
  upper: {most: 1},
  lower: {most: 1},
  trim: {most: 1},
};

/** Terms that are joined; one alone is itself. */
export function junction(kind: 'and' | 'or', terms: readonly Written[]): Written {
  return terms.length === 1 ? terms[0]! : {kind, terms};
}

/** What denies a value so many times; more than two are as good as one or two. */
export function negated(value: Written, times: number): Written {
  if (times === 0) return value;
  return times % 2 === 1 ? {kind: 'not', value} : {kind: 'not', value: {kind: 'not', value}};
}

/** Two values and what is between them. `== null` asks what IS NULL asks. */
export function comparison(operator: string, left: Written, right: Written): Written {
  if (operator === '!=') return negated(comparison('==', left, right), 1);
  if (operator === '==' && isNull(right)) return {kind: 'is-null', value: left};
  if (operator === '==' && isNull(left)) return {kind: 'is-null', value: right};
  return {kind: 'compare', operator: operator as Operator, left, right: asValue(right)};
}

/**
 * IS NULL, or with `times` 1 IS NOT NULL.
 * @throws ConditionError for another constant than null
 */
export function nullTest(value: Written, nothing: IToken, times: number): Written {
  if (constantOf(nothing) === null) return negated({kind: 'is-null', value}, times);
  const operator = times === 0 ? '==' : '!=';
  throw new ConditionError(nothing.startOffset, 'IS asks for NULL only', `Write ${operator} ${nothing.image}.`);
}

interface Range {
  readonly low: Written;
  /** Absent: `low` is a list of both. */
  readonly high: Written | undefined;
  readonly between: IToken;
}

/**
 * BETWEEN, as the two comparisons that it stands for.
 * @throws ConditionError where there are not two bounds
 */
export function range(value: Written, {low, high, between}: Range): Written {
  const [first, last, ...more] = high !== undefined ? [low, high] : low.kind === 'list' ? low.items : [];
  if (first === undefined || last === undefined || more.length > 0) {
    throw new ConditionError(between.startOffset, 'BETWEEN needs two bounds', 'Write BETWEEN 1 AND 5.');
  }
  return {kind: 'and', terms: [comparison('>=', value, first), comparison('<=', value, last)]};
}

/** A list of values. */
export function list(items: readonly Written[]): Written {
  return {kind: 'list', items: items.map(asValue)};
}

/**
 * The call of a function.
 * @throws ConditionError for one that is not there, or does not take so many values
 */
export function call({image, startOffset}: IToken, values: readonly Written[]): Written {
  const lower = image.toLowerCase();
  const name = lower === 'length' ? 'len' : lower;
  if (!isFunction(name)) {
    const suggestion = didYouMean(image, Object.keys(FUNCTIONS));
    throw new ConditionError(startOffset, `there is no function "${image}"`, suggestion);
  }
  const {most} = FUNCTIONS[name];
  if (values.length >= 1 && values.length <= most) return {kind: 'call', name, values};
  throw new ConditionError(startOffset, `${image}() takes ${most === 1 ? 'one value' : 'at least one value'}`);
}

/** A name and the steps that lead from it; a text is a step in brackets. */
export function field(name: IToken, steps: readonly IToken[]): WrittenField {
  const path = steps.map(({image}) => (/^["']/.test(image) ? unquoted(image) : image));
  const last = steps.at(-1) ?? name;
  const end = last.startOffset + last.image.length + (/^["']/.test(last.image) ? 1 : 0);
  return {kind: 'field', steps: [name.image, ...path], start: name.startOffset, end, isValue: false};
}

/** A number as it is written. */
export function number({image}: IToken): Written {
  return {kind: 'literal', value: Number(image)};
}

/** What stands between the quotes. */
export function text({image}: IToken): Written {
  return {kind: 'literal', value: unquoted(image)};
}

/** True, false or null. */
export function constant(token: IToken): Written {
  return {kind: 'literal', value: constantOf(token)};
}

function constantOf({image}: IToken): boolean | null {
  const word = image.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** A backslash stands before a quote, a backslash, n or t; anywhere else it stands for itself. */
function unquoted(image: string): string {
  const escapes: Readonly<Record<string, string>> = {n: '\n', t: '\t'};
  return image.slice(1, -1).replace(/\\(["'\\nt])/g, (_, sign: string) => escapes[sign] ?? sign);
}

function asValue(expression: Written): Written {
  return expression.kind === 'field' ? {...expression, isValue: true} : expression;
}

function isNull(expression: Written): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
