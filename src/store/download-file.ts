import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {makeFolder, onDisk, syncFolder, writeAtomic, writeFully} from './atomic-file.js';

/** Larger ones cost more: each is mapped and unmapped anew. */
const BUFFER_BYTES = 64 * 1024;
/** What a dead process may lose: so many bytes, or so long a time. */
const KEEP_EVERY_BYTES = 16 * 1024 * 1024;
const KEEP_EVERY_MS = 2000;

/** How much of a download is safely on disk, and where to go on. */
interface Checkpoint {
  /** The vendor's id of the job whose results they are. */
  readonly job: string;
  readonly bytes: number;
  readonly lines: number;
  readonly cursor: string;
}

/**
 * A file that appears under its name whole or not at all, like an atomic one, and whose beginning outlives the process
 * that wrote it: lines go into `<name>.part`, and `<name>.checkpoint` says how many of its bytes count. Written by one
 * process at a time.
 * @throws AgacError STORE_WRITE, from every method but `close`
 */
export class DownloadFile {
  readonly #path: string;
  readonly #job: string;
  readonly #fd: number;
  #buffered: string[] = [];
  #bufferedLength = 0;
  /** Of the file, what is buffered left out. */
  #bytes = 0;
  #lines = 0;
  #cursor: string | undefined;
  #kept = 0;
  #keptAt = performance.now();
  /** A write failed, and may have left half of what was buffered. */
  #isTorn = false;
  #isOpen = true;

  /** Goes on behind the last checkpoint, where there is one of this job. */
  constructor(path: string, job: string) {
    this.#path = path;
    this.#job = job;
    makeFolder(dirname(path));
    this.#fd = onDisk(path, () => openSync(partOf(path), 'a', 0o600));
    const checkpoint = readCheckpoint(path);
    if (checkpoint?.job === job && checkpoint.bytes <= fstatSync(this.#fd).size) this.#goOn(checkpoint);
    else this.restart();
  }

  get lines(): number {
    return this.#lines;
  }

  /** Of the last line; undefined: there is none that has one, and the vendor begins anew. */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** Forgets every line. */
  restart(): void {
    // In this order: a checkpoint never speaks of bytes that are not there.
    onDisk(this.#path, () => {
      rmSync(checkpointOf(this.#path), {force: true});
      ftruncateSync(this.#fd, 0);
    });
    this.#buffered = [];
    this.#bufferedLength = 0;
    this.#bytes = 0;
    this.#kept = 0;
    this.#lines = 0;
    this.#cursor = undefined;
  }

  /** Adds a line at the end; durable at the next checkpoint. */
  write({text, cursor}: {readonly text: string; readonly cursor?: string}): void {
    this.#buffered.push(text, '\n');
    this.#bufferedLength += text.length + 1;
    this.#lines += 1;
    this.#cursor = cursor;
    if (this.#bufferedLength >= BUFFER_BYTES) this.#flush();
    const isDue = this.#bytes - this.#kept >= KEEP_EVERY_BYTES || performance.now() - this.#keptAt >= KEEP_EVERY_MS;
    if (isDue) this.#keep();
  }

  /** Makes the file durable and gives it its name. Returns its size in bytes. */
  commit(): number {
    this.#flush();
    onDisk(this.#path, () => {
      fsyncSync(this.#fd);
      renameSync(partOf(this.#path), this.#path);
      this.#isOpen = false;
      closeSync(this.#fd);
      rmSync(checkpointOf(this.#path), {force: true});
      syncFolder(dirname(this.#path));
    });
    return this.#bytes;
  }

  /** Leaves the file for another time, with all that has come of it. Does nothing after {@link commit}. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.#keep();
      if (this.#kept === 0) removeDownload(this.#path);
    } catch {
      // The disk is full, say. The checkpoint before this one holds as it is.
    } finally {
      closeSync(this.#fd);
    }
  }

  /** Writes a checkpoint, unless the vendor could not go on from there. */
  #keep(): void {
    this.#flush();
    this.#keptAt = performance.now();
    if (this.#cursor === undefined || this.#bytes === this.#kept) return;
    const checkpoint: Checkpoint = {job: this.#job, bytes: this.#bytes, lines: this.#lines, cursor: this.#cursor};
    onDisk(this.#path, () => fsyncSync(this.#fd));
    writeAtomic(checkpointOf(this.#path), `${JSON.stringify(checkpoint)}\n`);
    this.#kept = this.#bytes;
  }

  #goOn({bytes, lines, cursor}: Checkpoint): void {
    onDisk(this.#path, () => ftruncateSync(this.#fd, bytes));
    this.#bytes = bytes;
    this.#kept = bytes;
    this.#lines = lines;
    this.#cursor = cursor;
  }

  #flush(): void {
    if (this.#isTorn) throw new Error(`${this.#path} was left in the middle of a write.`);
    if (this.#bufferedLength === 0) return;
    const bytes = Buffer.from(this.#buffered.join(''), 'utf8');
    this.#buffered = [];
    this.#bufferedLength = 0;
    this.#isTorn = true;
    onDisk(this.#path, () => writeFully(this.#fd, bytes));
    this.#isTorn = false;
    this.#bytes += bytes.length;
  }
}

/** Removes what is left of a download that nobody goes on with. */
export function removeDownload(path: string): void {
  onDisk(path, () => {
    for (const name of [checkpointOf(path), partOf(path)]) rmSync(name, {force: true});
  });
}

function partOf(path: string): string {
  return `${path}.part`;
}

function checkpointOf(path: string): string {
  return `${path}.checkpoint`;
}

/** Undefined: there is none, or none that can be relied on. The download then begins anew, which harms nothing. */
function readCheckpoint(path: string): Checkpoint | undefined {
  const name = checkpointOf(path);
  if (!existsSync(name)) return undefined;
  try {
    const {job, bytes, lines, cursor} = JSON.parse(readFileSync(name, 'utf8')) as Partial<Checkpoint>;
    const isWhole = typeof job === 'string' && typeof cursor === 'string' && isCount(bytes) && isCount(lines);
    return isWhole ? {job, bytes, lines, cursor} : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
