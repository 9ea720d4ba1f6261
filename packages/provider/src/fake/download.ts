import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type {ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import {setTimeout as delay, setImmediate as nextTurn} from 'node:timers/promises';
import type {Serving} from '../conformance/vendor.js';
import type {FileReply} from './reply.js';

export interface DownloadShape {
  readonly serving: Serving | undefined;
  /** Break off after so many bytes. */
  readonly cutAfter: number | undefined;
  /** The `Range` header, where the vendor honours it. */
  readonly range: string | undefined;
}

/** Sends a stored file, as fast as it is read, or cut up as the shape says. Rejects where the connection broke. */
export async function sendFile(response: ServerResponse, {file, type}: FileReply, shape: DownloadShape): Promise<void> {
  const {serving, cutAfter = Number.POSITIVE_INFINITY, range} = shape;
  const content = serving === undefined ? undefined : await reshaped(file.path, serving);
  const bytes = content?.length ?? file.bytes;
  const start = startOf(range);
  if (start > 0 && start >= bytes) {
    response.writeHead(416, {'content-range': `bytes */${bytes}`}).end();
    return;
  }
  const whole = content === undefined ? createReadStream(file.path, {start}) : pieces(content.subarray(start), serving);
  const head = {
    'content-type': type ?? 'application/jsonl',
    ...(start > 0 && {'content-range': `bytes ${start}-${bytes - 1}/${bytes}`}),
  };
  const {framing = 'length'} = serving ?? {};
  if (framing === 'close') closeDelimited(response);
  response.writeHead(start > 0 ? 206 : 200, {...head, ...(framing === 'length' && {'content-length': bytes - start})});
  response.socket?.setNoDelay(true);
  await pipeline(cutOff(whole, cutAfter, framing === 'close'), response);
}

/** Neither a length nor chunks: the body ends where the connection does. */
function closeDelimited(response: ServerResponse): void {
  response.useChunkedEncodingByDefault = false;
  response.shouldKeepAlive = false;
}

function startOf(range: string | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
}

async function* cutOff(chunks: AsyncIterable<Buffer>, afterBytes: number, quietly: boolean): AsyncGenerator<Buffer> {
  let rest = afterBytes;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, rest);
    rest -= chunk.length;
    if (rest >= 0) continue;
    if (quietly) return;
    await delay(10); // for what was sent to arrive
    throw new Error('cut off');
  }
}

async function reshaped(path: string, serving: Serving): Promise<Buffer> {
  const {lineEnd = '\n', blankLines = false, lastNewline = true} = serving;
  const text = await readFile(path, 'utf8');
  const gap = blankLines ? lineEnd.repeat(2) : lineEnd;
  const lines = text.split('\n').filter((line) => line !== '');
  return Buffer.from((blankLines ? lineEnd : '') + lines.join(gap) + (lastNewline ? lineEnd : ''));
}

async function* pieces(content: Buffer, serving: Serving | undefined): AsyncGenerator<Buffer> {
  const size = serving?.chunkBytes ?? Math.max(1, content.length);
  for (let start = 0; start < content.length; start += size) {
    yield content.subarray(start, start + size);
    await nextTurn();
  }
}
