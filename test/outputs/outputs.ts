import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {AgacError} from '../../src/domain/errors.js';
import type {InputRecord, Output} from '../../src/domain/record.js';
import {toOutput} from '../../src/outputs/to-output.js';
import type {OutputEntry} from '../../src/outputs/write-grouped.js';

/** A temporary folder with a project in it, and room beside that; `[Symbol.dispose]` removes it. */
export class Place {
  readonly outside = mkdtempSync(join(tmpdir(), 'agac-outputs-'));
  readonly root = join(this.outside, 'project');

  constructor() {
    mkdirSync(this.root);
  }

  [Symbol.dispose](): void {
    rmSync(this.outside, {recursive: true});
  }
}

export function inputRecord(change: Partial<InputRecord> = {}): InputRecord {
  return {ordinal: 0, seq: [0], file: 'a.csv', guid: 'guid', lineage: [], context: {}, ...change};
}

export function output(content: JsonObject, seq = 0): Output {
  return toOutput(inputRecord({seq: [seq]}), {action: 'label', index: 0, content, metadata: {kind: 'llm'}});
}

/** Entries as the engine gives them: `[file, content]` pairs, one after the other. */
export async function* entries(...pairs: readonly (readonly [string, JsonObject])[]): AsyncGenerator<OutputEntry> {
  for (const [index, [file, content]] of pairs.entries()) yield {file, output: output(content, index)};
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
