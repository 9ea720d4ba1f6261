/** `never`: asking again cannot help; `same`: it may, unchanged; `later`: it may, after a while. */
export type Retry = 'never' | 'same' | 'later';

/**
 * What is known of a remote effect that went wrong.
 * - `not-sent`: nothing left this machine, for sure
 * - `refused`: the vendor said no, for sure
 * - `unknown`: it may have been done
 */
export type Outcome = 'not-sent' | 'refused' | 'unknown';

/** What went wrong, as data: the shape is the contract, the class is not. */
export interface Fault {
  /** Stable, lower-kebab: `no-key`, `auth`, `refused`, `rate-limited`, `unreachable`, `not-found`, `not-ready`, `gone`, `ambiguous`, `unsupported`, … */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly retry: Retry;
  /** How long the vendor asked us to wait, in milliseconds, as it said it. */
  readonly afterMs?: number;
  /** For a `submit`: whether it was done. Absent means `unknown`. */
  readonly outcome?: Outcome;
  readonly cause?: unknown;
}

// A user's plugin brings its own copy of this package, so a Fault is known by a registered symbol, never by instanceof.
const BRAND: unique symbol = Symbol.for('agac.fault') as never;

/** Makes a throwable {@link Fault}. */
export function fault(init: Fault): Error & Fault {
  const {code, message, hint, retry, afterMs, outcome, cause} = init;
  const error = new Error(message, cause === undefined ? undefined : {cause});
  error.name = 'Fault';
  return Object.assign(error, {[BRAND]: true, code, hint, retry, afterMs, outcome}) as Error & Fault;
}

/** Whether a caught value is a {@link Fault}, from whichever copy of this package. */
export function isFault(value: unknown): value is Error & Fault {
  return typeof value === 'object' && value !== null && (value as {[BRAND]?: unknown})[BRAND] === true;
}
