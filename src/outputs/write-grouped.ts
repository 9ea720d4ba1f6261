import {join} from 'node:path';
import type {Output} from '../domain/record.js';
import {AtomicFile, onDisk} from '../store/atomic-file.js';
import {checkTarget} from './check-target.js';
import type {FileShape} from './file-shape.js';

/** An output and the input file it descends from. */
export interface OutputEntry {
  readonly file: string;
  readonly output: Output;
}

export interface WrittenFile {
  /** The input file. */
  readonly file: string;
  /** Relative to the folder, as in the names. */
  readonly name: string;
  readonly path: string;
  readonly records: number;
  readonly bytes: number;
}

export interface GroupedFiles {
  /** Nothing is written outside of this folder. Absolute. */
  readonly root: string;
  /** Where the names begin. Absolute. */
  readonly folder: string;
  /** Input file → path in the folder; see outputNames. */
  readonly names: ReadonlyMap<string, string>;
  /** Grouped by file. */
  readonly outputs: AsyncIterable<OutputEntry>;
  readonly shape: (file: string) => FileShape;
  readonly mode: number;
}

/**
 * Writes one file for every input file, without outputs too; each appears whole or not at all. One output is in memory
 * at a time. Returns the files in the order of the names.
 * @throws AgacError STORE_WRITE
 */
export async function writeGrouped(files: GroupedFiles): Promise<readonly WrittenFile[]> {
  const written = new Map<string, WrittenFile>();
  let open: OpenFile | undefined;
  try {
    for await (const {file, output} of files.outputs) {
      if (open?.file !== file) {
        if (open !== undefined) written.set(open.file, open.finish());
        if (written.has(file)) throw new Error(`The outputs of ${file} did not come together.`);
        open = new OpenFile(files, file);
      }
      open.add(output);
    }
    if (open !== undefined) written.set(open.file, open.finish());
  } finally {
    open?.discard();
  }
  return Array.from(files.names.keys(), (file) => written.get(file) ?? new OpenFile(files, file).finish());
}

class OpenFile {
  readonly file: string;
  readonly #name: string;
  readonly #path: string;
  readonly #shape: FileShape;
  readonly #target: AtomicFile;
  #records = 0;

  constructor({root, folder, names, shape, mode}: GroupedFiles, file: string) {
    const name = names.get(file);
    if (name === undefined) throw new Error(`There is no output name for ${file}.`);
    this.file = file;
    this.#name = name;
    this.#path = join(folder, name);
    this.#shape = shape(file);
    checkTarget(root, this.#path);
    this.#target = onDisk(this.#path, () => new AtomicFile(this.#path, {mode}));
    this.#write(this.#shape.head);
  }

  add(output: Output): void {
    this.#write(this.#shape.row(output, this.#records));
    this.#records += 1;
  }

  finish(): WrittenFile {
    try {
      this.#write(this.#shape.tail(this.#records));
      const bytes = onDisk(this.#path, () => this.#target.commit());
      return {file: this.file, name: this.#name, path: this.#path, records: this.#records, bytes};
    } finally {
      this.discard();
    }
  }

  /** Does nothing once finished. */
  discard(): void {
    this.#target.discard();
  }

  #write(text: string): void {
    onDisk(this.#path, () => this.#target.write(text));
  }
}
