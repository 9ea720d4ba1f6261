import {randomBytes} from 'node:crypto';
import {closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync} from 'node:fs';
import type {JsonObject} from '@agac/provider';

/** Permissions of everything here: prompts and answers are nobody else's. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** Writes a small JSON file that appears whole or not at all. With `durable`, it is on disk when this returns. */
export function writeJson(path: string, value: object, {durable}: {readonly durable: boolean}): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const fd = openSync(temporary, 'wx', FILE_MODE);
  try {
    writeFully(fd, Buffer.from(`${JSON.stringify(value)}\n`));
    if (durable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
}

/** The object in a JSON file; undefined where there is no such file. Throws for one that is not JSON. */
export function readJson(path: string): JsonObject | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
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

/** Whether an error of node's is one of these. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
