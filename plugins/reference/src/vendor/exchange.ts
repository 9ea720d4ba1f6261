import {createHash} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Operation, Seen} from '@agac/provider/conformance';

/** One request under way. */
export interface Exchange {
  readonly on: Operation;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly seen: {-readonly [Name in keyof Seen]: Seen[Name]};
}

const ROUTES: readonly (readonly [RegExp, Operation])[] = [
  [/^POST \/v1\/files$/, 'upload'],
  [/^GET \/v1\/files\/[^/]+\/content$/, 'results'],
  [/^DELETE \/v1\/files\/[^/]+$/, 'discard'],
  [/^POST \/v1\/jobs$/, 'create'],
  [/^GET \/v1\/jobs$/, 'list'],
  [/^GET \/v1\/jobs\/[^/]+$/, 'status'],
  [/^POST \/v1\/jobs\/[^/]+\/cancel$/, 'cancel'],
  [/^POST \/v1\/answers$/, 'complete'],
];

/** What a request is for, and what is noted of it. */
export function openExchange(request: IncomingMessage, response: ServerResponse, connection: number): Exchange {
  const url = new URL(request.url ?? '/', 'http://acme.invalid');
  const method = request.method ?? '';
  const on = ROUTES.find(([pattern]) => pattern.test(`${method} ${url.pathname}`))?.[1] ?? 'other';
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const seen = {on, method, path: `${url.pathname}${url.search}`, connection, ...(key === undefined ? {} : {key})};
  return {on, request, response, url, seen};
}

/** The third part of the path: the id in `/v1/files/{id}/content`. */
export function idIn({url}: Exchange): string {
  return decodeURIComponent(url.pathname.split('/')[3] ?? '');
}

/** The request's body, once; its digest and length are noted when it has come whole. */
export async function* bodyOf({request, seen}: Exchange): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  seen.digest = hash.digest('hex');
  seen.bytes = bytes;
}
