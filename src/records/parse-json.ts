import type {Json} from '@agac/provider';
import {exactNumber} from './exact-number.js';

/** Arrays and objects inside each other that a record may have; JSON.stringify fails some thousands further. */
export const MAX_DEPTH = 256;

// Text without these holds no number that JSON.parse would change.
const LARGE_NUMBER = /\d{16}|[eE]\+?\d{3}/;

/**
 * Parses one JSON text; numbers are as {@link exactNumber} has them.
 * @throws SyntaxError for what is not JSON or nested deeper than {@link MAX_DEPTH}
 */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (isDeeper(value, MAX_DEPTH)) throw new SyntaxError(`Nested deeper than ${MAX_DEPTH} levels`);
  return LARGE_NUMBER.test(text) ? JSON.parse(text, keepDigits) : value;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner ?? null, levels - 1));
}

function keepDigits(_key: string, value: Json, context?: {readonly source?: string}): Json {
  return typeof value === 'number' && context?.source !== undefined ? exactNumber(context.source) : value;
}
