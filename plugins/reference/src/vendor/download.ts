import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type {ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import {setTimeout as delay, setImmediate as nextTurn} from 'node:timers/promises';
import type {Serving} from '@agac/provider/conformance';
import type {StoredFile} from './file-store.js';

export interface DownloadShape {
  readonly serving: Serving | undefined;
  /** Break off after so many bytes. */
  readonly cutAfter: number | undefined;
}

/** Sends a stored file, as fast as it is read, or cut up as the shape says. Rejects where the connection broke. */
export async function sendFile(response: ServerResponse, file: StoredFile, shape: DownloadShape): Promise<void> {
  const {serving, cutAfter = Number.POSITIVE_INFINITY} = shape;
  const content = serving === undefined ? undefined : await reshaped(file, serving);
  const chunks = content === undefined ? createReadStream(file.path) : pieces(content, serving?.chunkBytes);
  response.writeHead(200, {'content-type': 'application/jsonl', 'content-length': content?.length ?? file.bytes});
  response.socket?.setNoDelay(true);
  await pipeline(cutOff(chunks, cutAfter), response);
}

async function* cutOff(chunks: AsyncIterable<Buffer>, afterBytes: number): AsyncGenerator<Buffer> {
  let rest = afterBytes;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, rest);
    rest -= chunk.length;
    if (rest >= 0) continue;
    await delay(10); // for what was sent to arrive
    throw new Error('cut off');
  }
}

async function reshaped(file: StoredFile, serving: Serving): Promise<Buffer> {
  const {lineEnd = '\n', blankLines = false, lastNewline = true} = serving;
  const text = await readFile(file.path, 'utf8');
  const gap = blankLines ? lineEnd.repeat(2) : lineEnd;
  const lines = text.split('\n').filter((line) => line !== '');
  return Buffer.from((blankLines ? lineEnd : '') + lines.join(gap) + (lastNewline ? lineEnd : ''));
}

async function* pieces(content: Buffer, size = content.length): AsyncGenerator<Buffer> {
  for (let start = 0; start < content.length; start += size) {
    yield content.subarray(start, start + size);
    await nextTurn();
  }
}
