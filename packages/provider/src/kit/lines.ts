import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The longest line that is kept whole, in bytes; parsing one of 100 MB costs four times that in memory. */
export const MAX_LINE_BYTES = 32 * 1024 * 1024;

/** How much of a longer line is kept where it may be cut: enough to see what it was. */
const KEPT_BYTES = 4096;

export interface LineRules {
  /** Default {@link MAX_LINE_BYTES}. */
  readonly maxBytes?: number;
  /** A line that is longer is cut down to its beginning instead of being the fault `line-too-long`. */
  readonly cutLong?: boolean;
}

export interface Line {
  readonly text: string;
  /** From 1; empty lines count. */
  readonly number: number;
  /** Bytes up to the end of the line, its line end included. */
  readonly end: number;
}

/**
 * Splits bytes into lines at 0x0A and nowhere else, decoded as UTF-8, without the line end (`\n` or `\r\n`).
 * Empty lines are left out. A last line without a newline is a line.
 *
 * Not node's readline: it also splits at a bare CR and loses lines when its iteration starts late.
 */
export async function* numberedLines(bytes: AsyncIterable<Uint8Array>, rules?: LineRules): AsyncGenerator<Line> {
  for await (const lines of linesByChunk(bytes, rules)) for (const line of lines) yield line;
}

/** The texts of {@link numberedLines}. */
export async function* textLines(bytes: AsyncIterable<Uint8Array>, rules?: LineRules): AsyncGenerator<string> {
  for await (const lines of linesByChunk(bytes, rules)) for (const {text} of lines) yield text;
}

/** The lines of a JSON Lines stream, each an object. Throws the fault `malformed` with the line's number. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  for await (const lines of linesByChunk(bytes)) for (const line of lines) yield parsed(line);
}

function parsed({text, number}: Line): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw fault({code: 'malformed', message: `Line ${number} is not JSON.`, retry: 'never', cause});
  }
}

/** The lines that each chunk completes: to wait for every line alone costs as much as to read it. */
async function* linesByChunk(bytes: AsyncIterable<Uint8Array>, rules?: LineRules): AsyncGenerator<Iterable<Line>> {
  const splitter = new LineSplitter(rules);
  for await (const chunk of bytes) {
    yield splitter.split(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  yield splitter.end();
}

class LineSplitter {
  readonly #maxBytes: number;
  readonly #cutLong: boolean;
  /** Of a line whose end has not come yet. */
  #pieces: Buffer[] = [];
  #size = 0;
  #number = 0;
  #end = 0;

  constructor({maxBytes = MAX_LINE_BYTES, cutLong = false}: LineRules = {}) {
    this.#maxBytes = maxBytes;
    this.#cutLong = cutLong;
  }

  *split(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
      this.#add(chunk.subarray(start, at));
      this.#end += at + 1 - start;
      start = at + 1;
      yield* this.#take();
    }
    this.#add(chunk.subarray(start));
    this.#end += chunk.length - start;
  }

  /** A last line without a newline. */
  end(): Iterable<Line> {
    return this.#take();
  }

  #add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#size += piece.length;
    if (this.#size <= this.#maxBytes) this.#pieces.push(piece);
    else if (!this.#cutLong) throw lineTooLong(this.#maxBytes);
    else this.#pieces = [Buffer.concat([...this.#pieces, piece]).subarray(0, KEPT_BYTES)];
  }

  #take(): readonly Line[] {
    this.#number += 1;
    const pieces = this.#pieces;
    const line = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    this.#pieces = [];
    this.#size = 0;
    const length = line.length > 0 && line[line.length - 1] === CARRIAGE_RETURN ? line.length - 1 : line.length;
    return length === 0 ? [] : [{text: line.toString('utf8', 0, length), number: this.#number, end: this.#end}];
  }
}

function lineTooLong(maxBytes: number): Error {
  return fault({code: 'line-too-long', message: `A line is longer than ${maxBytes} bytes.`, retry: 'never'});
}
