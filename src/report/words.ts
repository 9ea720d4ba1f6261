import type {ActionMode, GuardCounts, Reuse} from '../domain/run.js';

/** `1,234,567`, of a whole number. Without Intl, whose first use costs a command half of what a bare node does. */
export function digits(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `24 records`. */
export function count(number: number, noun: string): string {
  return `${digits(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `6 filtered`, `2 skipped`, `3 left out by the limit`; only what there is. */
export function guardWords({filtered = 0, skipped = 0, leftOut = 0}: GuardCounts): string[] {
  const words = {filtered: filtered - leftOut, skipped, 'left out by the limit': leftOut};
  return Object.entries(words).flatMap(([word, number]) => (number > 0 ? [`${digits(number)} ${word}`] : []));
}

/** `20 answered before, 4 to be asked: 3 new, 1 changed`; of persons, `20 decided before, 4 to be decided: …`. */
export function reuseWords({reused, isNew, changed}: Reuse, mode: ActionMode): string {
  const asked = {new: isNew, changed};
  const why = Object.entries(asked).flatMap(([word, number]) => (number > 0 ? [`${digits(number)} ${word}`] : []));
  const rest = why.length === 0 ? '' : `: ${why.join(', ')}`;
  const [before, open] = mode === 'hitl' ? ['decided', 'decided'] : ['answered', 'asked'];
  return `${digits(reused)} ${before} before, ${digits(isNew + changed)} to be ${open}${rest}`;
}

/** `12.3 kB`; decimal units, as vendors state their limits. */
export function bytes(number: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  // What would round to 1000 of a unit is 1 of the next.
  const power = units.findLastIndex((_, i) => i === 0 || number >= 999.95 * 1000 ** (i - 1));
  const value = number / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `2026-11-23 12:34`, UTC. */
export function minuteOf(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ');
}

/** From a moment until now: `40 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function duration(from: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
  return `${Math.floor(hours / 24)} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}
