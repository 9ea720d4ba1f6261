import {literal} from './template-filters.js';

const PLACE = /%(?:\((?<name>\w+)\))?(?<flags>[-+ 0#]*)(?<width>\d+)?(?:\.(?<precision>\d+))?(?<kind>.|$)/gs;
/** No text that is read is wider; `center(10**9)` would take the memory of the process. */
export const WIDEST = 10_000;

interface Place {
  readonly name?: string;
  readonly flags: string;
  readonly width?: string;
  readonly precision?: string;
  readonly kind: string;
}

/**
 * A text with its places filled in, as Python's `%` does: `%s`, `%d`, `%.2f`, `%05d`, `%x`, `%(name)s` and so on.
 * Throws an Error where values and places do not fit.
 */
export function printed(format: string, placed: readonly unknown[], named: Readonly<Record<string, unknown>>): string {
  let used = 0;
  const text = format.replace(PLACE, (...match) => {
    const place = match.at(-1) as Place;
    if (place.kind === '%') return '%';
    if (Math.max(Number(place.width ?? 0), Number(place.precision ?? 0)) > WIDEST) {
      throw new Error(`the filter format fills up to ${WIDEST} characters`);
    }
    if (place.name === undefined && used === placed.length) throw new Error('the filter format lacks a value');
    const value = place.name === undefined ? placed[used++] : valueNamed(named, place.name);
    return inWidth(place, valueAt(place, value));
  });
  if (used < placed.length) throw new Error('the filter format has more values than places');
  return text;
}

function valueNamed(named: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(named, name)) return named[name];
  throw new Error(`the filter format lacks the value ${name}`);
}

function valueAt({kind, flags, precision}: Place, value: unknown): string {
  if (kind === 's') return cut(typeof value === 'string' ? value : literal(value), precision);
  if (kind === 'r') return cut(literal(value), precision);
  const number = numberFor(kind, value);
  const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + digits({kind, flags, number: Math.abs(number), precision});
}

function cut(text: string, precision: string | undefined): string {
  return precision === undefined ? text : [...text].slice(0, Number(precision)).join('');
}

function numberFor(kind: string, value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number') throw new Error(`the filter format takes a number for %${kind}`);
  return 'diuxXo'.includes(kind) ? Math.trunc(number) : number;
}

function digits({
  kind,
  flags,
  number,
  precision,
}: {
  kind: string;
  flags: string;
  number: number;
  precision: string | undefined;
}): string {
  const places = Math.min(Number(precision ?? 6), 100);
  const before = flags.includes('#') ? `0${kind}` : '';
  switch (kind) {
    case 'd':
    case 'i':
    case 'u':
      return String(BigInt(number)).padStart(Number(precision ?? 0), '0');
    case 'f':
    case 'F':
      return fixed(number, places);
    case 'e':
    case 'E':
      return inCase(kind, exponential(number.toExponential(places)));
    case 'g':
    case 'G':
      return inCase(kind, general(number, places || 1));
    case 'x':
    case 'X':
      return inCase(kind, before + number.toString(16));
    case 'o':
      return before + number.toString(8);
    default:
      throw new Error(`the filter format does not know %${kind}`);
  }
}

/** Halves go to the even digit, where JavaScript takes the larger one. */
function fixed(number: number, places: number): string {
  const text = number.toFixed(places);
  const exact = number.toFixed(Math.min(places + 60, 100));
  const isHalf = /^\.?50*$/.test(exact.slice(text.length));
  return isHalf && /[13579]$/.test(text) ? exact.slice(0, text.length) : text;
}

/** Python writes two digits of an exponent. */
function exponential(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(number: number, places: number): string {
  const exponent = number === 0 ? 0 : Number(number.toExponential(places - 1).split('e')[1]);
  const isPlain = exponent >= -4 && exponent < places;
  const text = isPlain ? number.toFixed(places - 1 - exponent) : number.toExponential(places - 1);
  return exponential(text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, ''));
}

function inCase(kind: string, text: string): string {
  return kind === kind.toUpperCase() ? text.toUpperCase() : text;
}

function inWidth({flags, width = '0', kind}: Place, text: string): string {
  const wanted = Number(width);
  if (flags.includes('-')) return text.padEnd(wanted);
  if (!flags.includes('0') || 'sr'.includes(kind)) return text.padStart(wanted);
  const [, sign = '', rest = ''] = /^([-+ ]?(?:0[xXo])?)(.*)$/s.exec(text) ?? [];
  return sign + rest.padStart(wanted - sign.length, '0');
}
