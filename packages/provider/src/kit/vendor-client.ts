import type {Call} from '../contract/call.js';
import type {Provider, Settings} from '../contract/provider.js';
import {type Fault, fault, isFault} from '../fault.js';
import type {Json, JsonObject} from '../json.js';
import {type HttpRequest, send, type Timeouts} from './http.js';
import type {HttpResponse} from './http-body.js';
import {responseFault} from './http-faults.js';
import {objectOf} from './read-json.js';

/** One vendor, as its adapter asks it. */
export interface VendorClient {
  /** For the provider to tell: where it asks, and the vendor's own hosts. */
  readonly reach: Pick<Provider, 'baseUrl' | 'ownHosts'>;
  /** A question whose answer is a JSON object. Any other answer is the fault `vendor-error`, to be tried later. */
  readonly json: (call: Call, question: Question) => Promise<JsonObject>;
  /** A question whose answer is a body to be read; an error status, a redirect too, is thrown as a fault. */
  readonly ask: (call: Call, question: Question) => Promise<HttpResponse>;
  /** A question whose answer is looked at whatever its status. */
  readonly send: (call: Call, question: Question) => Promise<HttpResponse>;
  /** The fault that an answer with an error status is. */
  readonly faultOf: (response: HttpResponse) => Promise<Error & Fault>;
}

export interface Question {
  readonly method: HttpRequest['method'];
  /** Behind the base URL, with its query; or a whole URL, which is refused unless it is on the base URL's host. */
  readonly path: string;
  readonly json?: Json;
  readonly body?: HttpRequest['body'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeouts?: Timeouts;
}

export interface VendorHost {
  /** As the user knows it: begins messages. */
  readonly vendor: string;
  /** In place of which `settings.baseUrl` may be. */
  readonly baseUrl: string;
  /** As a provider tells them. */
  readonly ownHosts: readonly string[];
  /** Put behind every path, such as `api-version=2024-10-21`. */
  readonly query?: string;
  /** The headers that every request has, the key among them. */
  readonly headers: (key: string) => Readonly<Record<string, string>>;
  /** What the vendor's error means beyond its status, from the text of its body. */
  readonly explain?: (fault: Fault, status: number, body: string) => Partial<Fault>;
}

/**
 * Asks one vendor with one key. Each request is sent once, on a connection of its own, to the host of the base URL and to
 * no other.
 */
export function openClient(settings: Settings, host: VendorHost): VendorClient {
  const {vendor, headers, explain} = host;
  const base = (settings.baseUrl ?? host.baseUrl).replace(/\/+$/, '');
  const exchange: VendorClient['send'] = (call, question) => {
    const {method, json, timeouts} = question;
    const body = json === undefined ? question.body : JSON.stringify(json);
    return send(call, {
      method,
      url: withQuery(addressOf(base, question.path, vendor), host.query),
      headers: {...headers(settings.key()), ...(json !== undefined && JSON_BODY), ...question.headers},
      ...(body !== undefined && {body}),
      ...(timeouts && {timeouts}),
    });
  };
  const faultOf: VendorClient['faultOf'] = (response) =>
    responseFault(response, {
      vendor,
      secrets: [settings.key()],
      ...(settings.keyEnv !== undefined && {keyEnv: settings.keyEnv}),
      ...(explain && {explain}),
    });
  const ask: VendorClient['ask'] = async (call, question) => {
    const response = await exchange(call, question);
    if (response.status >= 200 && response.status < 300) return response;
    throw await faultOf(response);
  };
  return {
    reach: {baseUrl: base, ownHosts: host.ownHosts},
    ask,
    send: exchange,
    faultOf,
    json: async (call, question) => objectIn(await ask(call, question), vendor),
  };
}

const JSON_BODY = {'content-type': 'application/json'};

/** A body as a JSON object. Any other body is the fault `vendor-error`, to be tried later. */
export async function objectIn(response: HttpResponse, vendor: string): Promise<JsonObject> {
  const json = objectOf(await response.json());
  if (json !== undefined) return json;
  throw fault({code: 'vendor-error', message: `${vendor} answered with JSON that is no object.`, retry: 'later'});
}

/** What was asked for, or undefined where the vendor does not have it (any more). */
export async function unlessMissing<Found>(found: Promise<Found>): Promise<Found | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isFault(error) && (error.code === 'not-found' || error.code === 'gone')) return undefined;
    throw error;
  }
}

function withQuery(address: string, query: string | undefined): string {
  if (query === undefined) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}

/** A vendor may name a URL of its own; the key goes to no other host than the one it belongs to. */
function addressOf(base: string, path: string, vendor: string): string {
  if (path.startsWith('/')) return base + path;
  const [named, known] = [URL.parse(path), URL.parse(base)];
  if (named !== null && named.origin === known?.origin) return path;
  const message = `${vendor} named an address on another host; the key is not sent there.`;
  throw fault({code: 'foreign-host', message, retry: 'never', outcome: 'not-sent'});
}
