import {hash} from 'node:crypto';
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
  for await (const value of readRecords(input)) {
    const digest = hash('sha256', `${input.file}\n${JSON.stringify(value)}`);
    const occurrence = occurrences.next({high: word(digest, 0), low: word(digest, 8)});
    yield {file: input.file, ordinal, guid: stableUuid(`${digest} ${occurrence}`), value};
    ordinal += 1;
    // Asked here and not above, a record beyond the limit is never parsed.
    if (ordinal >= limit) return;
  }
}

function word(digest: string, from: number): number {
  return Number.parseInt(digest.slice(from, from + 8), 16);
}
