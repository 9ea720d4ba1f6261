import {randomBytes} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';

const BUFFER_BYTES = 256 * 1024;

/** How the temporary files of {@link AtomicFile} are named: the process that writes one is in its name. */
const TEMPORARY = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/;

export interface AtomicOptions {
  /** Permissions of the finished file; default 0600. */
  readonly mode?: number;
}

/**
 * A file that appears under its name whole or not at all, and stays after a power cut: written to a temporary file in
 * the same folder, synced, renamed, and the folder synced. Throws node's own errors (ENOSPC, EACCES, …).
 */
export class AtomicFile {
  readonly #fd: number;
  readonly #path: string;
  readonly #temporary: string;
  #buffered: string[] = [];
  #bufferedLength = 0;
  #open = true;
  #bytes = 0;

  constructor(path: string, {mode = 0o600}: AtomicOptions = {}) {
    mkdirSync(dirname(path), {recursive: true});
    this.#path = path;
    this.#temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
    this.#fd = openSync(this.#temporary, 'wx', mode);
    fchmodSync(this.#fd, mode);
  }

  /** Adds text at the end; buffered. */
  write(text: string): void {
    this.#buffered.push(text);
    this.#bufferedLength += text.length;
    if (this.#bufferedLength >= BUFFER_BYTES) this.#flush();
  }

  /** Makes the file durable and gives it its name. Returns its size in bytes. */
  commit(): number {
    this.#flush();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    this.#open = false;
    try {
      renameSync(this.#temporary, this.#path);
    } catch (error) {
      unlinkSync(this.#temporary);
      throw error;
    }
    syncFolder(dirname(this.#path));
    return this.#bytes;
  }

  /** Gives the file up; nothing appears under its name. Does nothing after {@link commit}. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
    unlinkSync(this.#temporary);
  }

  #flush(): void {
    if (this.#bufferedLength === 0) return;
    const bytes = Buffer.from(this.#buffered.join(''), 'utf8');
    this.#buffered = [];
    this.#bufferedLength = 0;
    writeFully(this.#fd, bytes);
    this.#bytes += bytes.length;
  }
}

/** Writes a whole small file atomically and durably. */
export function writeAtomic(path: string, text: string, options?: AtomicOptions): void {
  const file = new AtomicFile(path, options);
  try {
    file.write(text);
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Removes temporary files that processes now dead left in a folder, and unless told otherwise in those below it. */
export function sweepTemporaries(folder: string, {recursive = true}: {readonly recursive?: boolean} = {}): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, {recursive, withFileTypes: true})) {
    const pid = TEMPORARY.exec(entry.name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(entry.parentPath, entry.name), {force: true});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Writes all bytes: on a full disk node's writeSync returns a short count instead of throwing; the next call throws. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}

/** Makes names created, renamed or removed in a folder durable. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
