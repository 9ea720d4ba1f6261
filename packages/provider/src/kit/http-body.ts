import type {IncomingHttpHeaders, IncomingMessage} from 'node:http';
import {fault} from '../fault.js';
import type {Json} from '../json.js';
import {connectionFault, timeoutFault} from './http-errors.js';

/** An answer, of whatever status: a redirect is one too, and is not followed. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Once. Leaving it early closes the connection; a body that is cut short throws. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body as text. Throws the fault `too-large` when it has more than `limit` bytes; default 16 MiB. */
  readonly text: (limit?: number) => Promise<string>;
  /** The whole body as JSON. A body that is none is the fault `vendor-error`, to be tried later. */
  readonly json: (limit?: number) => Promise<Json>;
  /** Closes the connection of a body that nobody wants. */
  readonly close: () => void;
}

export interface BodyOptions {
  readonly host: string;
  readonly signal: AbortSignal;
  /** How long a body may stand still; at under 1 KiB a second it counts as standing still. */
  readonly idleMs: number;
}

const BYTES_PER_MS = 1.024;
const TEXT_LIMIT = 16 * 1024 * 1024;

/** An {@link HttpResponse} over node's message. */
export function toResponse(message: IncomingMessage, options: BodyOptions): HttpResponse {
  const body = readBody(message, options);
  const text = (limit = TEXT_LIMIT) => readText(body, {limit, host: options.host});
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    body,
    text,
    json: async (limit) => parseJson(await text(limit), options.host),
    close: () => message.destroy(),
  };
}

async function* readBody(message: IncomingMessage, {host, signal, idleMs}: BodyOptions): AsyncGenerator<Uint8Array> {
  refuseEncoding(message, host);
  const chunks = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  // Time spent waiting for the vendor uses patience up, bytes restore it; the time a slow reader takes is its own.
  let patience = idleMs;
  try {
    for (;;) {
      const began = performance.now();
      const timer = setTimeout(() => message.destroy(timeoutFault(host, 'go on sending', idleMs)), patience);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      signal.throwIfAborted();
      if (next.done === true) return;
      const waited = performance.now() - began;
      patience = Math.max(1, Math.min(idleMs, patience - waited + next.value.length / BYTES_PER_MS));
      yield next.value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw connectionFault(error, {host, connected: true});
  } finally {
    message.destroy();
  }
}

async function readText(
  body: AsyncIterable<Uint8Array>,
  {limit, host}: {limit: number; host: string},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > limit) {
      const message = `The answer of ${host} is larger than ${limit} bytes.`;
      throw fault({code: 'too-large', message, retry: 'never', outcome: 'unknown'});
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, host: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const message = `${host} answered with something that is not JSON.`;
    throw fault({code: 'vendor-error', message, retry: 'later', outcome: 'unknown', cause});
  }
}

// Identity was asked for. Compressed bodies are not guessed at: a truncated one can look whole.
function refuseEncoding(message: IncomingMessage, host: string): void {
  const encoding = message.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  message.destroy();
  const sentence = `${host} answered in the encoding ${encoding}, which was not asked for.`;
  throw fault({code: 'vendor-error', message: sentence, retry: 'later', outcome: 'unknown'});
}
