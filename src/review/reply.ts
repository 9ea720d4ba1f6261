import type {ServerResponse} from 'node:http';

export interface Reply {
  readonly status: number;
  readonly type: 'text/html' | 'text/css' | 'text/javascript' | 'application/json';
  readonly body: string | Buffer;
}

/** Nothing but the page's own files may be loaded, nothing frames it, and nothing is kept. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function json(value: unknown, status = 200): Reply {
  return {status, type: 'application/json', body: JSON.stringify(value)};
}

export function send(response: ServerResponse, {status, type, body}: Reply): void {
  const allow = status === 405 ? {allow: 'GET, POST'} : {};
  // What is left of a refused body is not waited for.
  const connection = status === 413 ? {connection: 'close'} : {};
  response.writeHead(status, {...HEADERS, ...allow, ...connection, 'content-type': `${type}; charset=utf-8`});
  response.end(body);
}
