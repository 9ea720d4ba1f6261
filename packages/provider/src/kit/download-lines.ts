import type {ResultLine} from '../contract/result.js';
import {fault, isFault} from '../fault.js';
import {staleCursor} from './cursor.js';
import type {HttpResponse} from './http-body.js';
import {numberedLines} from './lines.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** One result file at a vendor. */
export interface Download {
  /** Asks for the file's bytes; from an offset on where that is not 0, which a server may not honour. */
  readonly open: (offset: number) => Promise<HttpResponse>;
  /** How many bytes it has, as the vendor says elsewhere; asked only where the answer itself cannot tell. */
  readonly bytes?: () => Promise<number | undefined>;
  /** How many lines it has at least, for vendors that tell no bytes; counted only where the answer itself cannot tell. */
  readonly lines?: number;
}

/** The header that asks for the rest of a file. */
export function rangeFrom(offset: number): Readonly<Record<string, string>> {
  return offset === 0 ? {} : {range: `bytes=${offset}-`};
}

/**
 * The lines of some result files, one file after the other, untouched but for their line ends. Behind each line a cursor
 * says where to go on: in which file, from which byte. A line of more than 32 MiB is cut down to its beginning, so that
 * it harms itself alone. A file that breaks off is the fault `connection-lost` or `truncated`, to be tried later; one
 * that has no line end where the cursor says so, or is shorter, is not the same file any more: the fault `stale-cursor`.
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

function placeOf(cursor = '0:0'): {readonly file: number; readonly offset: number} {
  const [, file, offset] = /^(\d+):(\d+)$/.exec(cursor) ?? [];
  if (file === undefined) throw staleCursor(`the cursor ${cursor} is none of this adapter's`);
  return {file: Number(file), offset: Number(offset)};
}

async function* bytesOf(download: Download, offset: number): AsyncGenerator<Uint8Array> {
  const {response, start} = await openBefore(download, offset);
  const needsProof = !isFramed(response);
  const received = new Received(needsProof && download.lines !== undefined);
  let skip = offset - start;
  let before: number | undefined;
  for await (const chunk of response.body) {
    received.add(chunk);
    const rest = chunk.subarray(Math.min(skip, chunk.byteLength));
    const skipped = chunk.byteLength - rest.byteLength;
    if (skipped > 0) before = chunk[skipped - 1];
    skip -= skipped;
    if (rest.byteLength === 0) continue;
    if (before !== undefined && before !== NEWLINE) throw staleCursor(`no line ends at byte ${offset}`);
    yield rest;
  }
  if (needsProof) await proveWhole(download, received, start === 0 ? undefined : start);
  if (skip > 0) throw staleCursor(`the file has no ${offset} bytes`);
}

/**
 * Asks for a file from the line end before an offset on: a range behind the last byte would be refused, and a line end
 * tells that it is still the same file. Where ranges are refused, or not honoured, it is the whole file.
 */
async function openBefore(download: Download, offset: number): Promise<{response: HttpResponse; start: number}> {
  const asked = Math.max(0, offset - 1);
  try {
    const response = await download.open(asked);
    return {response, start: response.status === 206 ? asked : 0};
  } catch (error) {
    if (asked === 0 || !isFault(error) || error.code !== 'refused') throw error;
    return {response: await download.open(0), start: 0};
  }
}

/** A body that ends with its connection looks the same when the connection broke. `offset`: only the rest was sent. */
async function proveWhole(download: Download, {bytes, last, lines}: Received, offset?: number): Promise<void> {
  const expected = await download.bytes?.();
  const whole = (offset ?? 0) + bytes;
  if (expected !== undefined && whole !== expected) throw truncated(whole, `the file has ${expected}`);
  if (expected !== undefined) return;
  if (last !== undefined && last !== NEWLINE) throw truncated(whole, 'it ends in the middle of a line');
  const wanted = offset === undefined ? (download.lines ?? 0) : 0;
  if (lines < wanted) throw truncated(whole, `${lines} of ${wanted} lines are there`);
}

/** What has come of a body. */
class Received {
  bytes = 0;
  last: number | undefined;
  /** Those that hold something. */
  lines = 0;
  readonly #countsLines: boolean;
  #holdsSomething = false;

  constructor(countsLines: boolean) {
    this.#countsLines = countsLines;
  }

  add(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength;
    this.last = chunk.at(-1) ?? this.last;
    if (this.#countsLines) for (const byte of chunk) this.#count(byte);
  }

  #count(byte: number): void {
    if (byte !== NEWLINE) this.#holdsSomething ||= byte !== CARRIAGE_RETURN;
    else {
      if (this.#holdsSomething) this.lines += 1;
      this.#holdsSomething = false;
    }
  }
}

/** Whether the answer itself tells where it ends; node then notices what breaks off. */
function isFramed({headers}: HttpResponse): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function truncated(received: number, why: string): Error {
  const message = `The download broke off after ${received} bytes: ${why}.`;
  return fault({code: 'truncated', message, retry: 'later'});
}
