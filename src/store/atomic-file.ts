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
  writeSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {AgacError} from '../domain/errors.js';

/** Larger ones cost more: each is mapped and unmapped anew. */
const BUFFER_BYTES = 64 * 1024;

/** How the temporary files of {@link AtomicFile} are named: the process that writes one is in its name. */
const TEMPORARY = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/;

export interface AtomicOptions {
  /** Permissions of the finished file; default 0600. */
  readonly mode?: number;
}

/**
 * A file that appears under its name whole or not at all, and stays after a power cut: written to a temporary file in
 * the same folder, synced, renamed, and the folder synced.
 * @throws AgacError STORE_WRITE, from every method but `discard`
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
    this.#path = path;
    // Without the file's own name, which may be as long as a name can be.
    this.#temporary = join(dirname(path), `.agac.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
    this.#fd = onDisk(path, () => {
      mkdirSync(dirname(path), {recursive: true});
      const fd = openSync(this.#temporary, 'wx', mode);
      fchmodSync(fd, mode);
      return fd;
    });
  }

  /** Adds text at the end; buffered. */
  write(text: string): void {
    this.#buffered.push(text);
    this.#bufferedLength += text.length;
    if (this.#bufferedLength >= BUFFER_BYTES) onDisk(this.#path, () => this.#flush());
  }

  /** Makes the file durable and gives it its name, or gives it up. Returns its size in bytes. */
  commit(): number {
    try {
      onDisk(this.#path, () => this.#finish());
      return this.#bytes;
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** Gives the file up; nothing appears under its name. Does nothing after {@link commit}. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
    rmSync(this.#temporary, {force: true});
  }

  #finish(): void {
    this.#flush();
    fsyncSync(this.#fd);
    renameSync(this.#temporary, this.#path);
    this.#open = false;
    closeSync(this.#fd);
    syncFolder(dirname(this.#path));
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

/** Runs a step on the disk; what it throws becomes STORE_WRITE naming the file. */
export function onDisk<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof AgacError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AgacError('STORE_WRITE', `${path} cannot be written: ${reason}.`, {
      actions: ['Make room or give permission, then type the same command again. Nothing that was paid for is lost.'],
      cause,
    });
  }
}

/** Writes all bytes: on a full disk node's writeSync returns a short count instead of throwing; the next call throws. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}

/** Makes a folder of the store and those above it, readable by their owner only. They stay after a power cut. */
export function makeFolder(folder: string): void {
  onDisk(folder, () => {
    const first = mkdirSync(folder, {recursive: true, mode: 0o700});
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
  });
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
