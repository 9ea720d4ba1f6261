import type {Environment} from 'minijinja-js';
import {printed, WIDEST} from './printf.js';
import {wrapped} from './word-wrap.js';

/** What the engine gives a filter behind the value: arguments by place, then those by name. */
type Given = readonly unknown[];
type TextFilter = (value: unknown, ...given: Given) => string | number;

let complaint: string | undefined;

/** Filters of Jinja that the engine lacks: `center`, `format`, `urlencode`, `wordcount` and `wordwrap`. */
export function addTextFilters(engine: Environment): void {
  for (const [name, filter] of Object.entries(FILTERS)) {
    engine.addFilter(name, (value: unknown, ...given: Given) => {
      try {
        return filter(value, ...given);
      } catch (error) {
        complaint ??= (error as Error).message;
        // One that throws would leave the engine unusable.
        return '';
      }
    });
  }
}

/** Throws what a filter found wrong with what it was given, as an Error, once. */
export function throwComplaint(): void {
  const said = complaint;
  complaint = undefined;
  if (said !== undefined) throw new Error(said);
}

/** They throw an Error for what makes no sense. */
const FILTERS: Readonly<Record<string, TextFilter>> = {
  center: (value, ...given) => centred(text('center', value), width('center', argument(given, 0, 'width') ?? 80)),
  format: (value, ...given) =>
    printed(
      text('format', value),
      given.filter((each) => !isNamed(each)),
      namesOf(given),
    ),
  urlencode: (value) => urlEncoded(value),
  wordcount: (value) => text('wordcount', value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  wordwrap: (value, ...given) =>
    wrapped(text('wordwrap', value), {
      width: width('wordwrap', argument(given, 0, 'width') ?? 79),
      breakLongWords: argument(given, 1, 'break_long_words') !== false,
      between: text('wordwrap', argument(given, 2, 'wrapstring') ?? '\n'),
      breakOnHyphens: argument(given, 3, 'break_on_hyphens') !== false,
    }),
};

function argument(given: Given, place: number, name: string): unknown {
  const placed = given[place];
  return placed === undefined || isNamed(placed) ? namesOf(given)[name] : placed;
}

function namesOf(given: Given): Readonly<Record<string, unknown>> {
  const named = given.at(-1);
  return isNamed(named) ? Object.fromEntries(named) : {};
}

function isNamed(value: unknown): value is Map<string, unknown> {
  return value instanceof Map;
}

function text(filter: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new Error(`the filter ${filter} takes a text`);
}

function width(filter: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= WIDEST) return value;
  throw new Error(`the width of the filter ${filter} is a whole number from 1 to ${WIDEST}`);
}

/** Of an odd number of spaces, the one left over stands where Python puts it. */
function centred(value: string, wanted: number): string {
  const lacking = wanted - [...value].length;
  if (lacking <= 0) return value;
  const before = Math.floor(lacking / 2) + (lacking & wanted & 1);
  return ' '.repeat(before) + value + ' '.repeat(lacking - before);
}

/** A text for a path, where slashes stay; a map, or pairs, for a query. */
function urlEncoded(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number')
    return percentEncoded(String(value)).replaceAll('%2F', '/');
  const pairs = Array.isArray(value) ? value : value instanceof Map ? [...value] : Object.entries(value ?? {});
  return pairs.map((pair: unknown) => inQuery(pair)).join('&');
}

function inQuery(pair: unknown): string {
  if (!Array.isArray(pair) || pair.length !== 2) throw new Error('the filter urlencode takes a text, a map or pairs');
  return pair.map((each) => percentEncoded(text('urlencode', each)).replaceAll('%20', '+')).join('=');
}

function percentEncoded(value: string): string {
  const own = /[!'()*]/g;
  return encodeURIComponent(value).replace(own, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
