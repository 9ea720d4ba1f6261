import {type Fault, fault, type Outcome, type Retry} from '../fault.js';
import type {HttpResponse} from './http-body.js';
import {redact} from './redact.js';
import {retryAfterMs} from './retry-after.js';

export interface FaultContext {
  /** As the user knows the vendor: begins the message. */
  readonly vendor: string;
  /** Values that may not show, the key first of all; vendors echo it. */
  readonly secrets: readonly string[];
  /** Name of the environment variable that holds the key. */
  readonly keyEnv?: string;
  /** Epoch milliseconds, for a `Retry-After` that is a date. */
  readonly now?: number;
  /** What the vendor's error means beyond its status, from the text of its body. */
  readonly explain?: (fault: Fault, status: number, body: string) => Partial<Fault>;
}

interface Meaning {
  readonly code: string;
  readonly retry: Retry;
  readonly outcome: Outcome;
}

const REFUSED: Meaning = {code: 'refused', retry: 'never', outcome: 'refused'};
const VENDOR_ERROR: Meaning = {code: 'vendor-error', retry: 'later', outcome: 'unknown'};
const BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: {...REFUSED, code: 'auth'},
  403: {...REFUSED, code: 'auth'},
  404: {...REFUSED, code: 'not-found'},
  408: VENDOR_ERROR,
  409: VENDOR_ERROR,
  410: {...REFUSED, code: 'gone'},
  429: {code: 'rate-limited', retry: 'later', outcome: 'refused'},
};

const READ_BYTES = 64 * 1024;
const SENTENCE_LENGTH = 300;

/** The fault that an answer with an error status is, with the vendor's own sentence. Reads and closes its body. */
export async function responseFault(response: HttpResponse, context: FaultContext): Promise<Error & Fault> {
  const {vendor, secrets, keyEnv, now = Date.now(), explain} = context;
  const {status, headers} = response;
  const body = await startOf(response.body);
  const said = redact(sentenceIn(body), secrets).slice(0, SENTENCE_LENGTH);
  const plain = {...meaningOf(status), message: `${vendor} answered ${status}${said === '' ? '.' : `: ${said}`}`};
  const explained: Fault = {...plain, ...explain?.(plain, status, body)};
  const afterMs = explained.retry === 'later' ? (explained.afterMs ?? waitOf(headers, now)) : undefined;
  return fault({
    ...(explained.code === 'auth' && keyEnv !== undefined && {hint: `Check the key in ${keyEnv}.`}),
    ...explained,
    ...(afterMs !== undefined && {afterMs}),
  });
}

/** `retry-after-ms` is a finer `retry-after` that some vendors send beside it. */
function waitOf(headers: HttpResponse['headers'], now: number): number | undefined {
  const finer = headers['retry-after-ms'];
  if (typeof finer === 'string' && /^\d+(\.\d+)?$/.test(finer)) return retryAfterMs(String(Number(finer) / 1000), now);
  return retryAfterMs(headers['retry-after'], now);
}

/** What a status says about the request: 4xx are a sure no, except for 408, 409 and 429. */
export function meaningOf(status: number): Meaning {
  return BY_STATUS[status] ?? (status >= 400 && status < 500 ? REFUSED : VENDOR_ERROR);
}

/** The vendor's sentence in an error body: JSON of the usual shapes or plain text; nothing of an HTML page. */
export function sentenceIn(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return '';
  try {
    return sentenceOf(JSON.parse(trimmed)) ?? trimmed;
  } catch {
    return trimmed;
  }
}

function sentenceOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return sentenceOf(value[0]);
  if (typeof value !== 'object' || value === null) return undefined;
  const {error, message, detail, msg, loc} = value as Record<string, unknown>;
  // FastAPI says what is wrong apart from where.
  if (Array.isArray(loc) && typeof msg === 'string') return `${loc.join('.')}: ${msg}`;
  return sentenceOf(error) ?? sentenceOf(message) ?? sentenceOf(detail) ?? sentenceOf(msg);
}

/** As much of the body as a sentence can be in; a body that breaks off is as good as its beginning. */
async function startOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= READ_BYTES) break;
    }
  } catch {
    // The status is known, and it is what decides.
  }
  return Buffer.concat(chunks).toString('utf8');
}
