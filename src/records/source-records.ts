import {hash} from 'node:crypto';
import type {Json, JsonObject} from '@agac/provider';
import {AgacError} from '../domain/errors.js';
import type {SourceRecord} from '../domain/record.js';
import {stableUuid} from '../domain/stable-uuid.js';
import type {InputSpec} from '../domain/workflow.js';
import type {Chunker} from './chunks/chunk-records.js';
import {type InputFile, type InputFormat, listInputs} from './list-inputs.js';
import {Occurrences} from './occurrences.js';
import {readRecords} from './read-records.js';

/** Their records are texts, under `content`. */
const TEXTS: readonly InputFormat[] = ['text', 'html', 'docx', 'pdf'];

/**
 * The staged records of a workflow: every input file in name order, at most `recordLimit` records of each, long texts
 * in chunks. A record's `guid` comes from its file, its content (keys in their order) and how many equal ones stand
 * before it, so it stays when other records are added, taken away or changed.
 * @throws AgacError INPUT_MISSING, INPUT_INVALID
 */
export async function* sourceRecords(root: string, spec: InputSpec): AsyncGenerator<SourceRecord> {
  const {files} = await listInputs(root, spec);
  const chunker = await chunkerOf(spec, files);
  for (const input of files) {
    const isSplit = chunker !== undefined && TEXTS.includes(input.format);
    yield* recordsOf(input, isSplit ? chunksOf(input, chunker) : asFound(elementsOf(input)), spec.recordLimit);
  }
}

/** Records that come from no file, as if they stood in one of this name. */
export function recordsFrom(
  file: string,
  records: AsyncIterable<JsonObject>,
  {recordLimit}: Pick<InputSpec, 'recordLimit'>,
): AsyncGenerator<SourceRecord> {
  return recordsOf({file}, asFound(records), recordLimit);
}

/** A record, and what of it is not content. */
interface Found {
  readonly value: JsonObject;
  readonly more?: JsonObject;
}

async function* recordsOf(
  {file, madeBy}: Pick<InputFile, 'file' | 'madeBy'>,
  records: AsyncIterable<Found>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<SourceRecord> {
  const guids = new Guids(file);
  let ordinal = 0;
  for await (const {value, more} of records) {
    yield {file, ordinal, guid: guids.next(value), value: {...value, ...more}, ...(madeBy && {madeBy})};
    ordinal += 1;
    // Asked here and not above, a record beyond the limit is never parsed.
    if (ordinal >= limit) return;
  }
}

async function* elementsOf(input: InputFile): AsyncGenerator<JsonObject> {
  for await (const element of readRecords(input)) {
    yield input.madeBy === undefined ? element : contentOf(element, input);
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

async function* asFound(records: AsyncIterable<JsonObject>): AsyncGenerator<Found> {
  for await (const value of records) yield {value};
}

/** Where a chunk comes from is no part of its identity: it stays the same when other pieces of its text change. */
async function* chunksOf(input: InputFile, chunker: Chunker): AsyncGenerator<Found> {
  const guids = new Guids(input.file);
  for await (const whole of readRecords(input)) {
    const guid = guids.next(whole);
    for (const {record, index, count} of chunker(whole)) {
      yield {value: record, more: {chunk: {index, count, source_guid: guid}}};
    }
  }
}

async function chunkerOf({chunking}: InputSpec, files: readonly InputFile[]): Promise<Chunker | undefined> {
  if (chunking === undefined || !files.some(({format}) => TEXTS.includes(format))) return undefined;
  const {openChunker} = await import('./chunks/chunk-records.js');
  return await openChunker(chunking);
}

/** Gives the records of a file their ids. */
class Guids {
  readonly #file: string;
  readonly #occurrences = new Occurrences();

  constructor(file: string) {
    this.#file = file;
  }

  next(value: JsonObject): string {
    const digest = hash('sha256', `${this.#file}\n${JSON.stringify(value)}`);
    const occurrence = this.#occurrences.next({high: word(digest, 0), low: word(digest, 8)});
    return stableUuid(`${digest} ${occurrence}`);
  }
}

function word(digest: string, from: number): number {
  return Number.parseInt(digest.slice(from, from + 8), 16);
}
