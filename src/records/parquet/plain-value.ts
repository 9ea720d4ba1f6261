import type {Json} from '@agac/provider';
import type {ParquetParsers} from 'hyparquet';
import {exactNumber} from '../exact-number.js';
import {MAX_DEPTH, parseJson} from '../parse-json.js';

const DAY_MS = 86_400_000;
const SECONDS = {milliseconds: 1000n, microseconds: 1_000_000n, nanoseconds: 1_000_000_000n};
export type TimeUnit = keyof typeof SECONDS;

/** Dates and times as ISO text, to the last digit that the file has; all bytes as {@link bytesText}. */
export const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value) => timestamp(value, 'milliseconds'),
  timestampFromMicroseconds: (value) => timestamp(value, 'microseconds'),
  timestampFromNanoseconds: (value) => timestamp(value, 'nanoseconds'),
  dateFromDays: (days) => days && isoDate(days * DAY_MS).slice(0, -'T00:00:00'.length),
  stringFromBytes: (bytes) => bytes && bytesText(bytes),
  jsonFromBytes: (bytes) => bytes && parseJson(bytesText(bytes)),
};

/**
 * What a parquet column holds as JSON: whole numbers with all their digits, bytes as text, what is no number (NaN) as
 * text, and nothing as null. Throws an Error for too deep a nesting.
 */
export function plainValue(value: unknown, depth = 0): Json {
  if (depth > MAX_DEPTH) throw new Error(`Nested deeper than ${MAX_DEPTH} levels`);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return exactNumber(String(value));
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as ArrayLike<unknown>, (item) => plainValue(item, depth + 1));
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainValue(inner, depth + 1)]));
}

/** A time of day as ISO text. */
export function timeOfDay(value: bigint | number, unit: TimeUnit): string {
  const perSecond = SECONDS[unit];
  const whole = BigInt(value);
  return isoDate(Number((whole / perSecond) * 1000n)).slice('1970-01-01T'.length) + fraction(whole % perSecond, unit);
}

function timestamp(value: bigint | undefined, unit: TimeUnit): string | undefined {
  if (value === undefined) return undefined;
  const perSecond = SECONDS[unit];
  const rest = ((value % perSecond) + perSecond) % perSecond;
  return isoDate(Number(((value - rest) / perSecond) * 1000n)) + fraction(rest, unit);
}

/** Without a fraction and a zone. */
function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, -'.000Z'.length);
}

function fraction(rest: bigint, unit: TimeUnit): string {
  return rest === 0n ? '' : `.${String(rest).padStart(String(SECONDS[unit]).length - 1, '0')}`;
}

/** UTF-8 as it reads, all else in base64. */
function bytesText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}
