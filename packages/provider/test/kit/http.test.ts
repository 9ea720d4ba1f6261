import {randomBytes} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect} from 'chai';
import type {Fault} from '../../src/fault.js';
import {isFault} from '../../src/fault.js';
import {type HttpRequest, send} from '../../src/kit/http.js';
import {closedPort, type Loopback, loopback} from './loopback.js';

const quiet = {signal: new AbortController().signal, log: () => {}};

describe('kit/http', () => {
  let server: Loopback | undefined;

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    server = await loopback(handle);
    return server.url;
  }

  it('sends method, headers and body, and reads status, headers and JSON', async () => {
    const url = await serve(async (request, response) => {
      const body = await readAll(request);
      response.setHeader('x-kind', 'echo');
      response.end(JSON.stringify({method: request.method, path: request.url, headers: request.headers, body}));
    });
    const response = await send(quiet, {method: 'POST', url: `${url}/v1/x?y=1`, headers: {'x-key': 'k'}, body: 'ä😀'});
    expect(response.status).to.equal(200);
    expect(response.headers['x-kind']).to.equal('echo');
    const echo = (await response.json()) as {headers: Record<string, string>; body: string; path: string};
    expect(echo).to.include({method: 'POST', path: '/v1/x?y=1', body: 'ä😀'});
    expect(echo.headers).to.include({'x-key': 'k', 'content-length': '6', 'accept-encoding': 'identity'});
    expect(echo.headers['connection']).to.equal('close');
  });

  it('takes a redirect as an answer and never follows it', async () => {
    const url = await serve((_, response) => response.writeHead(307, {location: '/elsewhere'}).end());
    const response = await send(quiet, {method: 'POST', url, body: '{}'});
    expect(response.status).to.equal(307);
    response.close();
    expect(server!.seen).to.have.length(1);
  });

  it('streams a large body up and down, byte for byte', async () => {
    const piece = randomBytes(300_000);
    const url = await serve((request, response) => request.pipe(response));
    async function* chunks() {
      for (let count = 0; count < 20; count += 1) yield piece;
    }
    const response = await send(quiet, {method: 'POST', url, body: {bytes: 6_000_000, chunks: chunks()}});
    let offset = 0;
    for await (const chunk of response.body) {
      for (const byte of chunk) {
        if (byte !== piece[offset % piece.length]) throw new Error(`byte ${offset} differs`);
        offset += 1;
      }
    }
    expect(offset).to.equal(6_000_000);
    expect(server!.seen[0]!.headers['content-length']).to.equal('6000000');
  });

  it('takes from the source only what the connection takes', async () => {
    const url = await serve(() => {}); // never reads
    let taken = 0;
    async function* chunks() {
      for (; taken < 1000; taken += 1) yield Buffer.alloc(1_000_000);
    }
    const request: HttpRequest = {method: 'PUT', url, body: {chunks: chunks()}, timeouts: {idleMs: 300}};
    const error = await faultOf(send(quiet, request));
    expect(error).to.include({code: 'timeout', retry: 'later', outcome: 'unknown'});
    expect(taken).to.be.lessThan(100);
  });

  it('prefers an answer that comes before the upload is done', async () => {
    const url = await serve((_, response) => response.writeHead(413).end('too much'));
    async function* chunks() {
      for (;;) {
        yield Buffer.alloc(1000);
        await sleep(5);
      }
    }
    const response = await send(quiet, {method: 'POST', url, body: {chunks: chunks()}});
    expect(response.status).to.equal(413);
    expect(await response.text()).to.equal('too much');
  });

  it('refuses a body of another length than announced, and hands on why a body cannot be read', async () => {
    const url = await serve(() => {});
    async function* broken() {
      yield Buffer.from('abc');
      throw new Error('disk on fire');
    }
    async function* short() {
      yield Buffer.from('abc');
    }
    const one = await faultOf(send(quiet, {method: 'POST', url, body: {bytes: 9, chunks: broken()}}));
    expect(one).to.include({code: 'body-unreadable', retry: 'never'});
    expect(one.message).to.include('disk on fire');
    const two = await faultOf(send(quiet, {method: 'POST', url, body: {bytes: 9, chunks: short()}}));
    expect(two.message).to.include('3 bytes, not the 9 announced');
  });

  describe('says what is known when it fails', () => {
    it('not sent: refused, unknown name, no TLS, an address or header that cannot be', async () => {
      const port = await closedPort();
      const url = await serve((_, response) => response.end());
      const refused = await faultOf(send(quiet, {method: 'GET', url: `http://127.0.0.1:${port}`}));
      expect(refused).to.include({code: 'unreachable', retry: 'later', outcome: 'not-sent'});
      const unnamed = await faultOf(send(quiet, {method: 'GET', url: 'http://name.invalid/'}));
      expect(unnamed).to.include({code: 'unreachable', retry: 'later', outcome: 'not-sent'});
      const tls = await faultOf(send(quiet, {method: 'GET', url: url.replace('http:', 'https:')}));
      expect(tls).to.include({code: 'unreachable', retry: 'later', outcome: 'not-sent'});
      const scheme = await faultOf(send(quiet, {method: 'GET', url: 'ftp://127.0.0.1/'}));
      expect(scheme).to.include({code: 'refused', retry: 'never', outcome: 'not-sent'});
      const header = await faultOf(send(quiet, {method: 'GET', url, headers: {authorization: 'Bearer secret-key\n'}}));
      expect(header).to.include({code: 'refused', retry: 'never', outcome: 'not-sent'});
      expect(`${header.message}${String(header.cause)}`).to.not.include('secret-key');
    });

    it('unknown: reset, closed or silent before the headers', async () => {
      const url = await serve((request) => {
        if (request.url === '/reset') request.socket.resetAndDestroy();
        if (request.url === '/close') request.socket.end();
      });
      for (const path of ['reset', 'close']) {
        const error = await faultOf(send(quiet, {method: 'POST', url: `${url}/${path}`, body: '{}'}));
        expect(error, path).to.include({code: 'connection-lost', retry: 'later', outcome: 'unknown'});
      }
      const silent = await faultOf(send(quiet, {method: 'GET', url, timeouts: {headersMs: 100}}));
      expect(silent).to.include({code: 'timeout', retry: 'later', outcome: 'unknown'});
    });

    it('a body cut short, by closing or by reset, in either framing', async () => {
      const url = await serve((request, response) => {
        const [, framing, end] = request.url!.split('/');
        if (framing === 'length') response.writeHead(200, {'content-length': '100'});
        response.write('{"id": "b1"}');
        setTimeout(() => (end === 'reset' ? request.socket.resetAndDestroy() : request.socket.end()), 20);
      });
      for (const path of ['length/close', 'length/reset', 'chunked/close', 'chunked/reset']) {
        const response = await send(quiet, {method: 'GET', url: `${url}/${path}`});
        const error = await faultOf(response.json());
        expect(error, path).to.include({code: 'connection-lost', retry: 'later', outcome: 'unknown'});
      }
    });

    it('a body that drips, or is not what was asked for', async () => {
      const url = await serve((request, response) => {
        if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip');
        if (request.url === '/drip') {
          const timer = setInterval(() => response.write('.'), 20);
          response.once('close', () => clearInterval(timer));
        } else response.end('<html>');
      });
      const drip = await send(quiet, {method: 'GET', url: `${url}/drip`, timeouts: {idleMs: 200}});
      expect(await faultOf(drip.text())).to.include({code: 'timeout', outcome: 'unknown'});
      const html = await send(quiet, {method: 'GET', url});
      expect(await faultOf(html.json())).to.include({code: 'vendor-error', retry: 'later', outcome: 'unknown'});
      const gzip = await send(quiet, {method: 'GET', url: `${url}/gzip`});
      expect((await faultOf(gzip.text())).message).to.include('gzip');
      const long = await send(quiet, {method: 'GET', url});
      expect(await faultOf(long.text(3))).to.include({code: 'too-large', retry: 'never'});
    });
  });

  it('does not take a slow reader for a slow vendor', async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(3_000_000, 'a')));
    const response = await send(quiet, {method: 'GET', url, timeouts: {idleMs: 100}});
    let size = 0;
    for await (const chunk of response.body) {
      if (size === 0) await sleep(300);
      size += chunk.byteLength;
    }
    expect(size).to.equal(3_000_000);
  });

  it("rejects with the signal's reason wherever it is", async () => {
    const url = await serve((request, response) => {
      if (request.url === '/body') response.write('x');
    });
    const reason = new Error('enough');
    await rejectsWith(reason, send({...quiet, signal: AbortSignal.abort(reason)}, {method: 'GET', url}));
    expect(server!.seen).to.have.length(0);

    const waiting = new AbortController();
    setTimeout(() => waiting.abort(reason), 50);
    await rejectsWith(reason, send({...quiet, signal: waiting.signal}, {method: 'GET', url}));

    const reading = new AbortController();
    const response = await send({...quiet, signal: reading.signal}, {method: 'GET', url: `${url}/body`});
    setTimeout(() => reading.abort(reason), 50);
    await rejectsWith(reason, response.text());
    await nothingOpen();
  });

  it('closes the connection of a reader that stops early', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(10_000)), 1);
      response.once('close', () => clearInterval(timer));
    });
    const response = await send(quiet, {method: 'GET', url});
    for await (const _ of response.body) break;
    await nothingOpen();
  });

  async function nothingOpen(): Promise<void> {
    for (let tries = 0; server!.open() > 0 && tries < 100; tries += 1) await sleep(10);
    expect(server!.open()).to.equal(0);
  }
});

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

async function faultOf(promise: Promise<unknown>): Promise<Error & Fault> {
  const error = await promise.then(
    () => new Error('it resolved'),
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw error;
  return error;
}

async function rejectsWith(reason: unknown, promise: Promise<unknown>): Promise<void> {
  const began = Date.now();
  const error = await promise.then(
    () => new Error('it resolved'),
    (caught: unknown) => caught,
  );
  expect(error).to.equal(reason);
  expect(Date.now() - began).to.be.lessThan(1000);
}
