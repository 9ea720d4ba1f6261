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
  /** Milliseconds since 1970, as is the next one. */
  readonly createdAt: number;
  readonly expiresAt?: number;
  /** The vendor's own business: no file that its API shows. */
  readonly hidden?: true;
}

export interface Saving {
  readonly name: string;
  /** Absent: it stays until it is deleted. */
  readonly expiresInSeconds?: number | undefined;
  readonly hidden?: true | undefined;
}

/** The files that a fake keeps: on disk, so that a test may send a large one and measure the sender's memory alone. */
export class FileStore {
  readonly #files = new Map<string, StoredFile>();
  readonly #folder: string;
  readonly #idOf: (number: number) => string;
  #made = 0;

  constructor(folder: string, idOf: (number: number) => string) {
    this.#folder = folder;
    this.#idOf = idOf;
  }

  /** Streams a file to disk. */
  async save({name, expiresInSeconds, hidden}: Saving, content: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    this.#made += 1;
    const id = this.#idOf(this.#made);
    const path = join(this.#folder, String(this.#made));
    const measured = await write(path, content);
    const file: StoredFile = {
      id,
      name,
      path,
      createdAt: Date.now(),
      ...measured,
      ...(expiresInSeconds !== undefined && {expiresAt: Date.now() + expiresInSeconds * 1000}),
      ...(hidden && {hidden}),
    };
    this.#files.set(id, file);
    return file;
  }

  get(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  /** Those that the vendor's API shows. */
  shown(): readonly StoredFile[] {
    return [...this.#files.values()].filter(({hidden}) => hidden === undefined);
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
