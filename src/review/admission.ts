import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';

export interface Knock {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * Whether a request comes from the page that was opened, and which path below the token it wants.
 *
 * The name in `Host` keeps out pages of another name that resolves to this machine, `Origin` those of other sites, the
 * content type forms, and the token everybody who was not told the address, other users of this machine included.
 */
export function admit({method, url, headers}: Knock, {port, token}: {port: number; token: string}): string | Refusal {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const {host, origin} = headers;
  if (host === undefined || !hosts.includes(host)) {
    return {status: 421, message: `This page is served to http://${hosts[0]} alone.`};
  }
  if (method !== 'GET' && method !== 'POST') return {status: 405, message: 'GET and POST are known here.'};
  if (origin === undefined ? method === 'POST' : origin !== `http://${host}`) {
    return {status: 403, message: 'The request does not come from the page.'};
  }
  const [, given = '', path = ''] = /^\/([^/?]*)\/?([^?]*)/.exec(url) ?? [];
  if (!isSame(given, token)) return {status: 403, message: 'Open the address that agac printed, as it is.'};
  if (method === 'POST' && headers['content-type'] !== 'application/json') {
    return {status: 415, message: 'The content type should be application/json.'};
  }
  return path;
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
