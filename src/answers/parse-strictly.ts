import type {Json} from '@agac/provider';
import {isDeeperThan, MAX_DEPTH} from './depth.js';

export type Parsed =
  | {readonly kind: 'parsed'; readonly value: Json}
  | {readonly kind: 'too-deep'}
  | {readonly kind: 'not-json'};

// Only a text with one of these can hold a number that JavaScript changes.
const LARGE_NUMBER = /\d{16}|[eE]\+?\d{3}/;

/**
 * Parses a whole text. An integer beyond 2^53 and a number beyond all limits (`1e400`) are kept as their text: the
 * digits of an id must not change.
 */
export function parseStrictly(text: string): Parsed {
  try {
    const value: Json = LARGE_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
    return isDeeperThan(value, MAX_DEPTH) ? {kind: 'too-deep'} : {kind: 'parsed', value};
  } catch (error) {
    // With a reviver, depth fills the stack.
    return error instanceof RangeError ? {kind: 'too-deep'} : {kind: 'not-json'};
  }
}

function keepDigits(_key: string, value: Json, context?: {readonly source?: string}): Json {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  const isExact = Number.isSafeInteger(value) || !/^-?\d+$/.test(source);
  return Number.isFinite(value) && isExact ? value : source;
}
