const NANOS = 1e9;

/** Dollars as whole nanodollars: what amounts are summed in, so that no sum has a tail of binary fractions. */
export function nanos(usd: number): number {
  return Math.round(usd * NANOS);
}

/** Without the tail of binary fractions: nine decimals at most. */
export function rounded(usd: number): number {
  return dollars(nanos(usd));
}

/** Whole nanodollars as dollars, nine decimals at most. */
export function dollars(nanodollars: number): number {
  return nanodollars / NANOS;
}
