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
export async function* numberedLines(bytes: AsyncIterable<Uint8Array>, rules: LineRules = {}): AsyncGenerator<Line> {
  const line = new PendingLine(rules);
  let number = 0;
  let end = 0;
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let at = buffer.indexOf(NEWLINE); at !== -1; at = buffer.indexOf(NEWLINE, start)) {
      line.add(buffer.subarray(start, at));
      end += at + 1 - start;
      start = at + 1;
      number += 1;
      const text = line.take();
      if (text !== '') yield {text, number, end};
    }
    line.add(buffer.subarray(start));
    end += buffer.length - start;
  }
  const text = line.take();
  if (text !== '') yield {text, number: number + 1, end};
}

/** The texts of {@link numberedLines}. */
export async function* textLines(bytes: AsyncIterable<Uint8Array>, rules?: LineRules): AsyncGenerator<string> {
  for await (const {text} of numberedLines(bytes, rules)) yield text;
}

/** The lines of a JSON Lines stream, each an object. Throws the fault `malformed` with the line's number. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  for await (const {text, number} of numberedLines(bytes)) {
    try {
      yield JSON.parse(text) as JsonObject;
    } catch (cause) {
      throw fault({code: 'malformed', message: `Line ${number} is not JSON.`, retry: 'never', cause});
    }
  }
}

/** A line whose end has not come yet. */
class PendingLine {
  readonly #maxBytes: number;
  readonly #cutLong: boolean;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor({maxBytes = MAX_LINE_BYTES, cutLong = false}: LineRules) {
    this.#maxBytes = maxBytes;
    this.#cutLong = cutLong;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#size += piece.length;
    if (this.#size <= this.#maxBytes) this.#pieces.push(piece);
    else if (!this.#cutLong) throw lineTooLong(this.#maxBytes);
    else this.#pieces = [Buffer.concat([...this.#pieces, piece]).subarray(0, KEPT_BYTES)];
  }

  take(): string {
    const pieces = this.#pieces;
    const line = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    this.#pieces = [];
    this.#size = 0;
    return line.toString('utf8', 0, line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length);
  }
}

function lineTooLong(maxBytes: number): Error {
  return fault({code: 'line-too-long', message: `A line is longer than ${maxBytes} bytes.`, retry: 'never'});
}
