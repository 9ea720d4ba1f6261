import {nearest} from '../domain/nearest.js';
import {isList, isMap, type Located, type LocatedValue} from './located.js';

/** What the value of a key may be. */
export interface Shape {
  /** To follow "it should be". */
  readonly words: string;
  readonly fits: (value: LocatedValue) => boolean;
  /** What to write instead of a value that does not fit. */
  readonly suggest?: (value: LocatedValue) => string | undefined;
}

export const TEXT: Shape = {
  words: 'a text',
  fits: (value) => typeof value === 'string' && value.trim() !== '',
  suggest: (value) =>
    typeof value === 'number' || typeof value === 'boolean' ? `Put it into quotes: "${value}"` : undefined,
};

/** A text that may be empty. */
export const PROSE: Shape = {words: 'a text', fits: (value) => typeof value === 'string', suggest: TEXT.suggest};

export const BOOLEAN: Shape = {
  words: 'true or false',
  fits: (value) => typeof value === 'boolean',
  suggest: yesOrNo,
};

export const NUMBER: Shape = {words: 'a number', fits: (value) => typeof value === 'number'};
export const INTEGER: Shape = {words: 'a whole number', fits: (value) => Number.isSafeInteger(value)};
export const MAP: Shape = {words: 'a map', fits: isMap};
export const LIST: Shape = {words: 'a list', fits: isList};
export const TEXTS: Shape = {
  words: 'a list of texts',
  fits: (value) => isList(value) && value.every((item) => typeof item.value === 'string'),
};
export const OFF: Shape = {words: 'false', fits: (value) => value === false};

/** A whole number of at least one, and of at most `most`. */
export function count(most = Number.MAX_SAFE_INTEGER): Shape {
  const words = most === Number.MAX_SAFE_INTEGER ? 'a whole number from 1' : `a whole number from 1 to ${most}`;
  return {words, fits: (value) => Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most};
}

export function between(least: number, most: number): Shape {
  const words = most === Infinity ? `a number from ${least}` : `a number from ${least} to ${most}`;
  return {words, fits: (value) => typeof value === 'number' && value >= least && value <= most};
}

export function wholeBetween(least: number, most: number): Shape {
  const fits: Shape['fits'] = (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  return {words: `a whole number from ${least} to ${most}`, fits};
}

/** One of these words, in any case. */
export function oneOf(...choices: readonly string[]): Shape {
  const near = (value: LocatedValue) => (typeof value === 'string' ? nearest(value, choices) : undefined);
  return {
    words: choices.map((choice) => `"${choice}"`).join(' or '),
    fits: (value) => typeof value === 'string' && choices.includes(value.toLowerCase()),
    suggest: (value) => (near(value) === undefined ? undefined : `Did you mean "${near(value)}"?`),
  };
}

export function either(...shapes: readonly Shape[]): Shape {
  return {
    words: shapes.map(({words}) => words).join(' or '),
    fits: (value) => shapes.some((shape) => shape.fits(value)),
    suggest: (value) => shapes.map((shape) => shape.suggest?.(value)).find((found) => found !== undefined),
  };
}

/** A value in words, to follow "is". */
export function inWords({value}: Pick<Located, 'value'>): string {
  if (value === null) return 'empty';
  if (isList(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isMap(value)) return value.size === 0 ? 'an empty map' : 'a map';
  if (typeof value !== 'string') return typeof value === 'number' ? `the number ${value}` : String(value);
  if (value.trim() === '') return 'an empty text';
  return `the text "${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
}

/** YAML 1.1 took these words for booleans, and so do its users. */
function yesOrNo(value: LocatedValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^(yes|on|y|true)$/i.test(value)) return 'Write true.';
  return /^(no|off|n|false)$/i.test(value) ? 'Write false.' : undefined;
}
