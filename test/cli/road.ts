import {once} from 'node:events';
import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {pipeline} from 'node:stream/promises';

/** What happens to downloads. */
export type Weather =
  /** They come through. */
  | 'fair'
  /** They stand still, or break off, after so many bytes. */
  | {readonly stallAfter: number}
  | {readonly cutAfter: number}
  /** They are answered with this status. */
  | {readonly refuse: number};

/** The way to a vendor, on which downloads break off; everything else comes through. */
export class Road {
  /** For the downloads to come, one after the other; the last one stays. */
  weather: readonly Weather[] = ['fair'];
  /** Whether the vendor is told of ranges that are asked for. */
  ranges = true;
  /** Of each download: the range that was asked for, and how many bytes came through. */
  readonly downloads: {range: string | undefined; bytes: number}[] = [];
  readonly #vendor: string;
  readonly #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));

  constructor(vendor: string) {
    this.#vendor = vendor;
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const {method, url = '', headers} = incoming;
    const isDownload = url.endsWith('/content');
    const {range, ...others} = headers;
    const passed = isDownload && !this.ranges ? others : headers;
    const onward = request(`${this.#vendor}${url}`, {method, headers: passed}, (answer) => {
      if (!isDownload) {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      } else void this.#download(answer, outgoing, range).catch(() => outgoing.destroy());
    });
    incoming.pipe(onward);
  }

  async #download(answer: IncomingMessage, outgoing: ServerResponse, range: string | undefined): Promise<void> {
    const [weather = 'fair', ...later] = this.weather;
    if (later.length > 0) this.weather = later;
    const download = {range, bytes: 0};
    this.downloads.push(download);
    if (typeof weather === 'object' && 'refuse' in weather) {
      answer.destroy();
      outgoing.writeHead(weather.refuse).end();
      return;
    }
    outgoing.writeHead(answer.statusCode!, answer.headers);
    const most = limitOf(weather);
    const through = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        const piece = chunk.subarray(0, most - download.bytes);
        download.bytes += piece.length;
        yield piece;
        if (piece.length === chunk.length) continue;
        if (isCut(weather)) throw new Error('cut');
        await once(outgoing, 'close');
      }
    };
    await pipeline(through, outgoing);
  }
}

function isCut(weather: Weather): boolean {
  return typeof weather === 'object' && 'cutAfter' in weather;
}

function limitOf(weather: Weather): number {
  if (typeof weather !== 'object' || 'refuse' in weather) return Number.POSITIVE_INFINITY;
  return 'cutAfter' in weather ? weather.cutAfter : weather.stallAfter;
}
