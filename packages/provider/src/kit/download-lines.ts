import type {ResultLine} from '../contract.js';
import {fault} from '../fault.js';
import type {HttpResponse} from './http-body.js';
import {numberedLines} from './lines.js';

/** One result file at a vendor. */
export interface Download {
  /** Asks for the file's bytes; from an offset on where that is not 0, which a server may not honour. */
  readonly open: (offset: number) => Promise<HttpResponse>;
  /** How many bytes it has, as the vendor says elsewhere; asked only where the answer itself cannot tell. */
  readonly bytes?: () => Promise<number | undefined>;
}

/** The header that asks for the rest of a file. */
export function rangeFrom(offset: number): Readonly<Record<string, string>> {
  return offset === 0 ? {} : {range: `bytes=${offset}-`};
}

/**
 * The lines of some result files, one file after the other, untouched but for their line ends. Behind each line a cursor
 * says where to go on: in which file, from which byte. A line of more than 32 MiB is cut down to its beginning, so that
 * it harms itself alone. A file that breaks off is the fault `connection-lost` or `truncated`, to be tried later.
 */
export async function* downloadLines(files: readonly Download[], cursor?: string): AsyncGenerator<ResultLine> {
  const {file: first, offset} = placeOf(cursor);
  for (let file = first; file < files.length; file += 1) {
    const start = file === first ? offset : 0;
    for await (const {text, end} of numberedLines(bytesOf(files[file]!, start), {cutLong: true})) {
      yield {text, cursor: `${file}:${start + end}`};
    }
  }
}

function placeOf(cursor: string | undefined): {readonly file: number; readonly offset: number} {
  const [, file, offset] = /^(\d+):(\d+)$/.exec(cursor ?? '') ?? [];
  return {file: Number(file ?? 0), offset: Number(offset ?? 0)};
}

async function* bytesOf(download: Download, offset: number): AsyncGenerator<Uint8Array> {
  const response = await download.open(offset);
  let skip = response.status === 206 ? 0 : offset;
  let received = 0;
  let last: number | undefined;
  for await (const chunk of response.body) {
    received += chunk.byteLength;
    const rest = chunk.subarray(Math.min(skip, chunk.byteLength));
    skip -= chunk.byteLength - rest.byteLength;
    last = rest.at(-1) ?? last;
    if (rest.byteLength > 0) yield rest;
  }
  if (isFramed(response)) return;
  const expected = await download.bytes?.();
  const whole = response.status === 206 ? offset + received : received;
  // A body that ends with its connection looks the same when the connection broke.
  if (expected === undefined ? last !== undefined && last !== 0x0a : whole !== expected)
    throw truncated(whole, expected);
}

/** Whether the answer itself tells where it ends; node then notices what breaks off. */
function isFramed({headers}: HttpResponse): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function truncated(received: number, expected: number | undefined): Error {
  const whole = expected === undefined ? 'it ends in the middle of a line' : `the file has ${expected}`;
  const message = `The download broke off after ${received} bytes: ${whole}.`;
  return fault({code: 'truncated', message, retry: 'later'});
}
