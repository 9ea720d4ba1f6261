import type {ClientRequest, IncomingMessage, RequestOptions} from 'node:http';
import type {LookupFunction} from 'node:net';
import type {Call} from '../contract/call.js';
import {fault, isFault} from '../fault.js';
import {type HttpResponse, toResponse} from './http-body.js';
import {connectionFault, timeoutFault} from './http-errors.js';
import {type HttpRequestBody, lengthOf, upload} from './http-upload.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpRequestBody;
  readonly timeouts?: Timeouts;
  /** Finds the address of the host; where it gives an error, nothing is connected to. Default node's. */
  readonly lookup?: LookupFunction;
}

/** In milliseconds. */
export interface Timeouts {
  /** Until the connection, TLS included, is made; default 30,000. */
  readonly connectMs?: number;
  /** From the last byte sent to the answer's headers; default 60,000. */
  readonly headersMs?: number;
  /** How long a body may stand still, in either direction; default 60,000. */
  readonly idleMs?: number;
}

interface Exchange {
  readonly client: ClientRequest;
  readonly host: string;
  readonly timeouts: Required<Timeouts>;
  /** Restarts the one clock that ends the exchange. */
  readonly expect: (what: string, ms: number) => void;
  readonly settle: () => void;
  connected: boolean;
  /** Answered or given up: nothing is waited for any more. */
  settled: boolean;
}

const TIMEOUTS: Required<Timeouts> = {connectMs: 30_000, headersMs: 60_000, idleMs: 60_000};

/**
 * Sends one HTTP request on a connection of its own, once: no retry, no redirect, no compression. Resolves with the
 * headers, whatever the status; the body streams. Rejects with the signal's reason, or with a fault whose `outcome`
 * is `not-sent` up to the moment the connection is made and `unknown` after it.
 */
export async function send(call: Pick<Call, 'signal' | 'log'>, request: HttpRequest): Promise<HttpResponse> {
  const {signal} = call;
  signal.throwIfAborted();
  const exchange = openExchange(request);
  const {client, host, timeouts} = exchange;
  const abort = () => client.destroy();
  signal.addEventListener('abort', abort, {once: true});
  client.once('close', () => signal.removeEventListener('abort', abort));
  try {
    const message = await answerTo(exchange, request.body);
    call.log(`${request.method} ${host}${client.path.split('?')[0]} answered ${message.statusCode}`);
    return toResponse(message, {host, signal, idleMs: timeouts.idleMs});
  } catch (error) {
    client.destroy();
    signal.throwIfAborted();
    throw connectionFault(error, exchange);
  } finally {
    exchange.settle();
  }
}

function openExchange({method, url, headers, body, timeouts, lookup}: HttpRequest): Exchange {
  const target = parseUrl(url);
  const secure = target.protocol === 'https:';
  const all = {'accept-encoding': 'identity', ...lengthOf(body), ...headers};
  const client = openRequest(target, {method, agent: false, headers: all, ...(lookup && {lookup})});
  let clock: NodeJS.Timeout | undefined;
  const exchange: Exchange = {
    client,
    host: target.host,
    timeouts: {...TIMEOUTS, ...timeouts},
    expect: (what, ms) => {
      clearTimeout(clock);
      clock = setTimeout(() => client.destroy(timeoutFault(target.host, what, ms)), ms);
    },
    settle: () => {
      exchange.settled = true;
      clearTimeout(clock);
    },
    connected: false,
    settled: false,
  };
  client.once('socket', (socket) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      exchange.connected = true;
      expectNext(exchange);
    });
  });
  return exchange;
}

function parseUrl(url: string | URL): URL {
  const target = URL.parse(String(url));
  if (target !== null && /^https?:$/.test(target.protocol)) return target;
  throw unsendable('its address is not an http or https URL');
}

function openRequest(target: URL, options: RequestOptions): ClientRequest {
  try {
    // Not imported: an import of node:http reads all that it exports, and so loads undici, which takes longer than node
    // itself. Most of what opens a provider sends nothing.
    const {request} = process.getBuiltinModule(target.protocol === 'https:' ? 'node:https' : 'node:http');
    return request(target, options);
  } catch (cause) {
    // A key with a line end in it, mostly; node's message names the header and not its value.
    throw unsendable((cause as Error).message, cause);
  }
}

function unsendable(why: string, cause?: unknown): Error {
  const message = `The request cannot be sent: ${why}.`;
  return fault({code: 'refused', message, retry: 'never', outcome: 'not-sent', cause});
}

/** Uploads while it listens: a refusal often comes before the upload is done. */
function answerTo(exchange: Exchange, body: HttpRequestBody | undefined): Promise<IncomingMessage> {
  const {client, timeouts, expect} = exchange;
  return new Promise((resolve, reject) => {
    client.on('error', reject); // stays: an error after the answer shows in its body
    client.once('response', (message: IncomingMessage) => {
      exchange.settle();
      message.on('error', () => {}); // thrown by whoever reads the body
      resolve(message);
    });
    client.once('finish', () => expectNext(exchange));
    expect('connect', timeouts.connectMs);
    upload(client, body, () => expectNext(exchange)).catch((error: unknown) => reject(bodyFault(error, exchange)));
  });
}

/** Restarts the clock for what comes next, once the connection is made. */
function expectNext({client, connected, settled, timeouts, expect}: Exchange): void {
  if (!connected || settled) return;
  if (client.writableFinished) expect('answer', timeouts.headersMs);
  else expect('take the request', timeouts.idleMs);
}

function bodyFault(error: unknown, {connected}: Exchange): Error {
  if (isFault(error)) return error;
  const message = `The body to send cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
  const outcome = connected ? 'unknown' : 'not-sent';
  return fault({code: 'body-unreadable', message, retry: 'never', outcome, cause: error});
}
