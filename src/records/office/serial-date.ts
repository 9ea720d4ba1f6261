/** How a number in a cell is meant. */
export type NumberKind = 'number' | 'date' | 'time' | 'date-time';

const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 31);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** 9999-12-31. */
const LAST_DAY = 2_958_465;

/** Formats without a text of their own, by id: ECMA-376 part 1, 18.8.30. */
const BUILT_IN = new Map<number, NumberKind>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56].map((id) => [id, 'time'] as const),
  [22, 'date-time'],
]);

export function builtInKind(id: number): NumberKind {
  return BUILT_IN.get(id) ?? 'number';
}

/** What a number format such as `dd.mm.yyyy` makes of a number. A duration (`[h]:mm`) stays a number, of days. */
export function formatKind(format: string): NumberKind {
  const [positive = ''] = format.replace(/"[^"]*"|\\.|[_*]./g, '').split(';');
  if (/\[(h+|m+|s+)\]/i.test(positive)) return 'number';
  const letters = positive.replace(/\[[^\]]*\]|general/gi, '');
  const hasTime = /[hs]/i.test(letters);
  const hasDate = /[yd]/i.test(letters) || (!hasTime && /m/i.test(letters));
  if (hasDate) return hasTime ? 'date-time' : 'date';
  return hasTime ? 'time' : 'number';
}

/** A day number as ISO text, without a zone as a sheet has none; undefined for what is no day. */
export function serialDate(
  serial: number,
  {kind, from1904}: {kind: NumberKind; from1904: boolean},
): string | undefined {
  if (kind === 'number' || !(serial >= 0) || serial >= LAST_DAY + 1) return undefined;
  // The calendar from 1900 has a 29 February in that year, its day 60, which never was.
  const days = from1904 || serial < 60 ? serial : serial - 1;
  const date = new Date(Math.round((from1904 ? EPOCH_1904 : EPOCH_1900) + days * DAY_MS));
  const [day = '', time = ''] = date
    .toISOString()
    .replace(/(\.000)?Z$/, '')
    .split('T');
  if (kind === 'time' && serial < 1) return time;
  return kind === 'date' && time === '00:00:00' ? day : `${day}T${time}`;
}
