import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import {join} from 'node:path';

const NEWLINE = 0x0a;

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
  /** SHA-256, hex. */
  readonly digest: string;
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** The files that Acme keeps: on disk, so that a test may send a large one and measure the sender's memory alone. */
export class FileStore {
  readonly #files = new Map<string, StoredFile>();
  readonly #folder: string;
  #made = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Streams a file to disk. `expiresInSeconds`: absent, it stays until it is deleted. */
  async save(name: string, content: AsyncIterable<Uint8Array>, expiresInSeconds?: number): Promise<StoredFile> {
    this.#made += 1;
    const id = `file-${this.#made}`;
    const path = join(this.#folder, id);
    const measured = await write(path, content);
    const expiresAt = expiresInSeconds === undefined ? undefined : Date.now() + expiresInSeconds * 1000;
    const file = {id, name, path, ...measured, ...(expiresAt === undefined ? {} : {expiresAt})};
    this.#files.set(id, file);
    return file;
  }

  get(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  all(): readonly StoredFile[] {
    return [...this.#files.values()];
  }

  /** Whether there was such a file. */
  async delete(id: string): Promise<boolean> {
    const file = this.#files.get(id);
    if (file === undefined) return false;
    this.#files.delete(id);
    await rm(file.path, {force: true});
    return true;
  }
}

/** The lines of a stored file. Not the kit's splitter: a fake that shares code with what it tests proves less. */
export async function* fileLines(file: StoredFile): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file.path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function write(path: string, content: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  const target = await open(path, 'w');
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
      await target.writeFile(chunk);
    }
  } finally {
    await target.close();
  }
  return {bytes, lines, digest: hash.digest('hex')};
}
