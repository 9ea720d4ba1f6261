import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {textLines} from '@agac/provider/kit';
import {makeFolder, onDisk, syncFolder, writeFully} from './atomic-file.js';
import {parseStored} from './parse-stored.js';

const NEWLINE = 0x0a;
const BLOCK_BYTES = 64 * 1024;
const SYNC_EVERY_MS = 500;

/** A file of JSON lines that grows while it is worked on; a half-written last line is cut off when it is opened. */
export class LinesFile<T> {
  readonly #fd: number;
  readonly #path: string;
  #syncedAt = 0;
  /** A write failed, and may have left half a line. */
  #isTorn = false;
  lines = 0;
  bytes: number;

  private constructor(path: string, fd: number, bytes: number) {
    this.#path = path;
    this.#fd = fd;
    this.bytes = bytes;
  }

  static async open<T>(path: string): Promise<LinesFile<T>> {
    makeFolder(dirname(path));
    const isNew = !existsSync(path);
    const fd = onDisk(path, () => openSync(path, 'a+', 0o600));
    if (isNew) syncFolder(dirname(path));
    const whole = wholeLinesEnd(fd);
    ftruncateSync(fd, whole);
    const file = new LinesFile<T>(path, fd, whole);
    for await (const _ of file.read()) file.lines += 1;
    return file;
  }

  async *read(): AsyncGenerator<T> {
    if (this.bytes === 0) return;
    const bytes = createReadStream(this.#path, {highWaterMark: BLOCK_BYTES, end: this.bytes - 1});
    for await (const line of textLines(bytes)) yield parseStored<T>(line, this.#path);
  }

  /** Adds one line; durable within half a second, or at {@link sync}. */
  append(value: T): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
    onDisk(this.#path, () => {
      if (this.#isTorn) ftruncateSync(this.#fd, this.bytes);
      this.#isTorn = true;
      writeFully(this.#fd, line);
      this.#isTorn = false;
    });
    this.lines += 1;
    this.bytes += line.length;
    if (performance.now() - this.#syncedAt > SYNC_EVERY_MS) this.sync();
  }

  sync(): void {
    onDisk(this.#path, () => fsyncSync(this.#fd));
    this.#syncedAt = performance.now();
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Where the last newline ends, from the back. */
function wholeLinesEnd(fd: number): number {
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let end = fstatSync(fd).size; end > 0; ) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const read = readSync(fd, block, 0, end - start, start);
    const newline = block.subarray(0, read).lastIndexOf(NEWLINE);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
}
