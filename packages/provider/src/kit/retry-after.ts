const SHORTEST_MS = 200;
const LONGEST_MS = 10 * 60 * 1000;

/**
 * Milliseconds to wait, from a `Retry-After` header: seconds, or an HTTP date seen from `now` (epoch milliseconds).
 * Kept between 200 ms and 10 minutes, so that neither a past date nor a vendor's mistake decides alone.
 * Undefined for anything else.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : dateMs(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round(wait)));
}

// Date.parse also takes texts that are no HTTP date (`soon 5`), so the day's name is asked for.
function dateMs(text: string): number {
  return /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i.test(text) ? Date.parse(text) : Number.NaN;
}
