import type {Fault, JsonObject, RequestFault, Retry} from '@agac/provider';
import {countOf, known, meaningOf, objectOf, objectsOf, parsedObject, retryAfterMs, textOf} from '@agac/provider/kit';

/**
 * The names of google.rpc.Code, by their number, and whether asking again helps: a request that took the model too long is
 * worth another try at once, one that found it overloaded later.
 */
const CODES: Readonly<Record<number, readonly [string, Retry]>> = {
  2: ['UNKNOWN', 'later'],
  3: ['INVALID_ARGUMENT', 'never'],
  4: ['DEADLINE_EXCEEDED', 'same'],
  5: ['NOT_FOUND', 'never'],
  6: ['ALREADY_EXISTS', 'never'],
  7: ['PERMISSION_DENIED', 'never'],
  8: ['RESOURCE_EXHAUSTED', 'later'],
  9: ['FAILED_PRECONDITION', 'never'],
  10: ['ABORTED', 'later'],
  11: ['OUT_OF_RANGE', 'never'],
  12: ['UNIMPLEMENTED', 'never'],
  13: ['INTERNAL', 'later'],
  14: ['UNAVAILABLE', 'later'],
  15: ['DATA_LOSS', 'later'],
  16: ['UNAUTHENTICATED', 'never'],
};

/** google.rpc.Code CANCELLED: the job was stopped before it came to a request. */
export function isCancelled(error: JsonObject): boolean {
  return error['code'] === 1 || error['status'] === 'CANCELLED';
}

/**
 * A google.rpc.Status in the place of an answer. Its code is one of google.rpc.Code in Google's reference, and a status of
 * HTTP in Google's examples; both are read.
 */
export function requestFault(error: JsonObject): RequestFault {
  const number = countOf(error['code']);
  const [name, retry] = CODES[number ?? 0] ?? [number === undefined ? 'UNKNOWN' : `http-${number}`, retryOf(number)];
  return {code: textOf(error['status']) ?? name, message: textOf(error['message']) ?? 'Gemini gave no reason.', retry};
}

function retryOf(status: number | undefined): Retry {
  if (status === undefined) return 'never';
  return status === 504 ? 'same' : meaningOf(status).retry;
}

/** What an error of a whole call means beyond its status. */
export function explain(plain: Fault, status: number, body: string): Partial<Fault> {
  const details = objectsOf(objectOf(parsedObject(body)?.['error'])?.['details']) ?? [];
  // A key that is no good is answered with 400, as a field that is no good is.
  if (status === 400 && details.some(({reason}) => reason === 'API_KEY_INVALID')) return {code: 'auth'};
  if (plain.retry !== 'later') return {};
  return known({afterMs: details.map(({retryDelay}) => delayMs(retryDelay)).find((ms) => ms !== undefined)});
}

/** A duration as Google writes it: seconds, and `s`. */
function delayMs(delay: JsonObject[string]): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(textOf(delay) ?? '')?.[1];
  return seconds === undefined ? undefined : retryAfterMs(seconds, Date.now());
}
