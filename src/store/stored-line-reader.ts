import {closeSync, openSync, readSync} from 'node:fs';

const WINDOW_BYTES = 1024 * 1024;

/**
 * Reads pieces of a file by position. Pieces asked for in order come out of one window; a jump reads the piece alone.
 */
export class StoredLineReader {
  readonly #fd: number;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
  }

  /** `length` bytes from `offset`, as text. */
  read(offset: number, length: number): string {
    const end = this.#start + this.#window.length;
    if (offset >= this.#start && offset + length <= end) return this.#slice(offset, length);
    const isNext = offset >= end && offset - end < WINDOW_BYTES;
    const isOverlap = offset >= this.#start && offset < end;
    if (!isNext && !isOverlap) return this.#bytes(offset, length).toString('utf8');
    this.#window = this.#bytes(offset, Math.max(WINDOW_BYTES, length));
    this.#start = offset;
    return this.#slice(offset, length);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #slice(offset: number, length: number): string {
    return this.#window.toString('utf8', offset - this.#start, offset - this.#start + length);
  }

  #bytes(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let read = 0;
    while (read < length) {
      const more = readSync(this.#fd, bytes, read, length - read, offset + read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  }
}
