import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Json, JsonObject} from '@agac/provider';
import {AgacError} from '../../src/domain/errors.js';
import {type InputFile, kindOf} from '../../src/records/list-inputs.js';
import {readRecords} from '../../src/records/read-records.js';

/** A temporary project whose input folder is `in`; `[Symbol.dispose]` removes it. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'agac-records-'));
  readonly folder = join(this.root, 'in');

  constructor() {
    mkdirSync(this.folder);
  }

  put(file: string, content: string | Uint8Array): string {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, content);
    return path;
  }

  input(file: string, content: string | Uint8Array): InputFile {
    const path = this.put(file, content);
    return {file, path, ...kindOf(file)!, bytes: statSync(path).size};
  }

  [Symbol.dispose](): void {
    rmSync(this.root, {recursive: true});
  }
}

/** A file of `fixtures`, which `make.py` there made. */
export function fixture(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', name));
}

/** What JSON.parse makes of a text, but for the integers whose digits it would change: those are text. */
export function exactly(text: string): Json {
  return JSON.parse(text, (_key, value: Json) => {
    const changed = typeof value === 'number' && /^-?\d{16,}$/.test(String(value)) && !Number.isSafeInteger(value);
    return changed ? String(value) : value;
  });
}

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** All records of a file with this content. */
export async function read(file: string, content: string | Uint8Array): Promise<readonly JsonObject[]> {
  using project = new Project();
  return await all(readRecords(project.input(file, content)));
}

/** The AgacError that reading a file with this content ends in. */
export async function refused(file: string, content: string | Uint8Array): Promise<AgacError> {
  return await agacError(() => read(file, content));
}

export async function agacError(run: () => unknown): Promise<AgacError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AgacError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
