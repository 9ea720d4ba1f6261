import {hash} from 'node:crypto';
import type {Json, JsonObject} from '@agac/provider';
import {AgacError} from '../domain/errors.js';
import type {SourceRecord} from '../domain/record.js';
import {stableUuid} from '../domain/stable-uuid.js';
import type {InputSpec} from '../domain/workflow.js';
import {type InputFile, listInputs} from './list-inputs.js';
import {Occurrences} from './occurrences.js';
import {readRecords} from './read-records.js';

/**
 * The staged records of a workflow: every input file in name order, at most `recordLimit` records of each. A record's
 * `guid` comes from its file, its content (keys in their order) and how many equal ones stand before it, so it stays
 * when other records are added, taken away or changed.
 * @throws AgacError INPUT_MISSING, INPUT_INVALID
 */
export async function* sourceRecords(root: string, spec: InputSpec): AsyncGenerator<SourceRecord> {
  const {files} = await listInputs(root, spec);
  for (const input of files) yield* recordsOf(input, spec.recordLimit);
}

async function* recordsOf(input: InputFile, limit = Number.POSITIVE_INFINITY): AsyncGenerator<SourceRecord> {
  const occurrences = new Occurrences();
  let ordinal = 0;
  for await (const element of readRecords(input)) {
    const value = input.madeBy === undefined ? element : contentOf(element, input);
    const digest = hash('sha256', `${input.file}\n${JSON.stringify(value)}`);
    const occurrence = occurrences.next({high: word(digest, 0), low: word(digest, 8)});
    const {file, madeBy} = input;
    yield {file, ordinal, guid: stableUuid(`${digest} ${occurrence}`), value, ...(madeBy && {madeBy})};
    ordinal += 1;
    // Asked here and not above, a record beyond the limit is never parsed.
    if (ordinal >= limit) return;
  }
}

/** What an output of another workflow holds; around it stands where it came from. */
function contentOf({content}: JsonObject, {file, madeBy}: InputFile): JsonObject {
  if (isObject(content)) return content;
  throw new AgacError('INPUT_INVALID', `${file} is no file of outputs of ${madeBy}: an item has no content.`);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function word(digest: string, from: number): number {
  return Number.parseInt(digest.slice(from, from + 8), 16);
}
