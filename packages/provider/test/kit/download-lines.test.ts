import type {IncomingMessage, ServerResponse} from 'node:http';
import {expect} from 'chai';
import type {ResultLine} from '../../src/contract/result.js';
import {isFault} from '../../src/fault.js';
import {type Download, downloadLines, rangeFrom} from '../../src/kit/download-lines.js';
import {send} from '../../src/kit/http.js';
import type {HttpResponse} from '../../src/kit/http-body.js';
import {responseFault} from '../../src/kit/http-faults.js';
import {type Loopback, loopback} from './loopback.js';

const call = {signal: new AbortController().signal, log: () => {}};
const FIRST = 'a\nbé\n\nc\n';
const SECOND = 'd\r\ne';

describe('kit/download-lines', () => {
  let server: Loopback;
  afterEach(() => server.stop());

  /** `/0` and `/1` are two result files. */
  async function serve(handle?: (request: IncomingMessage, response: ServerResponse) => void) {
    server = await loopback(handle ?? ((request, response) => whole(request, response, {ranges: true})));
  }

  function whole(request: IncomingMessage, response: ServerResponse, {ranges}: {ranges: boolean}): void {
    const bytes = Buffer.from(request.url === '/0' ? FIRST : SECOND);
    const start = ranges ? Number(/=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    if (start >= bytes.length) response.writeHead(416).end();
    else response.writeHead(start > 0 ? 206 : 200, {'content-length': bytes.length - start}).end(bytes.subarray(start));
  }

  function files(bytes?: number): Download[] {
    return [0, 1].map((file) => ({
      open: (offset) => open(`${server.url}/${file}`, offset),
      ...(bytes !== undefined && {bytes: async () => bytes}),
    }));
  }

  /** As an adapter would: an error status is a fault. */
  async function open(url: string, offset: number): Promise<HttpResponse> {
    const response = await send(call, {method: 'GET', url, headers: rangeFrom(offset)});
    if (response.status !== 416) return response;
    throw await responseFault(response, {vendor: 'Acme', secrets: []});
  }

  async function read(downloads: readonly Download[], cursor?: string): Promise<ResultLine[]> {
    const lines: ResultLine[] = [];
    for await (const line of downloadLines(downloads, cursor)) lines.push(line);
    return lines;
  }

  const texts = (lines: readonly ResultLine[]) => lines.map((line) => line.text);

  it('reads one file after the other', async () => {
    await serve();
    expect(texts(await read(files()))).to.deep.equal(['a', 'bé', 'c', 'd', 'e']);
  });

  for (const ranges of [true, false]) {
    it(`goes on behind any line, from a server that ${ranges ? 'honours' : 'ignores'} ranges`, async () => {
      await serve((request, response) => whole(request, response, {ranges}));
      const lines = await read(files());
      for (const [index, {cursor}] of lines.entries()) {
        expect(texts(await read(files(), cursor))).to.deep.equal(texts(lines.slice(index + 1)));
      }
    });
  }

  it('asks for no byte again that it has, but for the line end before', async () => {
    await serve();
    const [, second] = await read(files());
    const before = server.seen.length;
    await read(files(), second!.cursor);
    expect(server.seen[before]!.headers.range).to.equal('bytes=5-');
  });

  it('takes the whole file where a range is refused', async () => {
    await serve((request, response) => {
      if (request.headers.range === undefined) whole(request, response, {ranges: false});
      else response.writeHead(416).end();
    });
    const lines = await read(files());
    expect(texts(await read(files(), lines[1]!.cursor))).to.deep.equal(['c', 'd', 'e']);
  });

  for (const ranges of [true, false]) {
    it(`does not go on in another file than it was, from a server that ${ranges ? 'honours' : 'ignores'} ranges`, async () => {
      await serve((request, response) => whole(request, response, {ranges}));
      for (const cursor of ['0:4', '0:20']) {
        const caught = await read(files().slice(0, 1), cursor).catch((error: unknown) => error);
        expect(isFault(caught) && [caught.code, caught.retry], cursor).to.deep.equal(['stale-cursor', 'never']);
      }
    });
  }

  /** A body that ends with its connection: nothing tells whether it is whole. */
  const unframed = (text: string) => (_request: IncomingMessage, response: ServerResponse) => {
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.writeHead(200);
    response.end(text);
  };

  it('notices that a body without a length is shorter than the vendor says, or ends in a line', async () => {
    for (const [text, bytes] of [
      ['a\nb\n', 6],
      ['a\nb', undefined],
    ] as const) {
      await serve(unframed(text));
      const caught = await read(files(bytes).slice(0, 1)).catch((error: unknown) => error);
      expect(isFault(caught) && [caught.code, caught.retry]).to.deep.equal(['truncated', 'later']);
      await server.stop();
    }
    await serve(unframed('a\nb\n'));
    expect(texts(await read(files(4).slice(0, 1)))).to.deep.equal(['a', 'b']);
  });
});
