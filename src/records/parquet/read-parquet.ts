import {type FileHandle, open} from 'node:fs/promises';
import type {Json, JsonObject} from '@agac/provider';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import {compressors} from 'hyparquet-compressors';
import {AgacError} from '../../domain/errors.js';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {PARSERS, plainValue, timeOfDay} from './plain-value.js';

/** Of one row group, whose columns are held in memory. */
const MAX_GROUP_BYTES = 512 * 1024 * 1024;
const MAX_PAGE_BYTES = 256 * 1024 * 1024;
/** Rows that are all the same take next to no room: a hundred bytes may claim more of them than a disk can hold. */
const MAX_ROWS_A_BYTE = 200;
/** Below this many rows the ratio does not matter. */
const HARMLESS_ROWS = 1_000_000;

const LIMITED: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (bytes: Uint8Array, length: number) => {
      if (length > MAX_PAGE_BYTES) throw new Error('a page unpacks to more than 256 MiB');
      return unpack(bytes, length);
    },
  ]),
);

/** The values of a column in one row group. */
interface Column {
  readonly element: SchemaElement;
  readonly chunks: ArrayLike<unknown>[];
}

/**
 * The rows of a `.parquet` file, one row group in memory at a time. Dates and times are ISO text, whole numbers keep
 * their digits, nothing is null.
 * @throws AgacError INPUT_INVALID, with the row group, for what is damaged, encrypted or too large
 */
export async function* readParquet(input: InputFile): AsyncGenerator<JsonObject> {
  const handle = await open(input.path).catch((cause: unknown) => {
    throw invalidInput(input, {message: `The file cannot be read (${reasonOf(cause)}).`, cause});
  });
  try {
    const file = bufferOf(handle, input.bytes);
    const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
      throw damaged(input, cause);
    });
    refuseClaims(input, metadata);
    let first = 0;
    for (const [group, {num_rows}] of metadata.row_groups.entries()) {
      const last = first + Number(num_rows);
      yield* rowsOf(input, {file, metadata, group, first, last});
      first = last;
    }
  } finally {
    await handle.close();
  }
}

function refuseClaims(input: InputFile, {row_groups: groups}: FileMetaData): void {
  const rows = groups.reduce((sum, {num_rows}) => sum + Number(num_rows), 0);
  if (rows <= HARMLESS_ROWS || rows <= MAX_ROWS_A_BYTE * input.bytes) return;
  throw invalidInput(input, {
    message: `It claims to hold ${rows.toLocaleString('en')} rows, more than ${MAX_ROWS_A_BYTE} for each of its bytes.`,
    actions: ['Write it as JSON Lines, if that is so.'],
  });
}

interface Group {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** From 0, and its rows: the first, and the one after the last. */
  readonly group: number;
  readonly first: number;
  readonly last: number;
}

async function* rowsOf(input: InputFile, group: Group): AsyncGenerator<JsonObject> {
  try {
    const columns = await readColumns(group);
    const cursors = columns.map(({element, chunks}) => ({name: element.name, values: valuesOf(element, chunks)}));
    for (let row = group.first; row < group.last; row += 1) {
      const record = Object.fromEntries(cursors.map(({name, values}) => [name, next(name, values)]));
      yield record;
    }
  } catch (cause) {
    throw cause instanceof AgacError ? cause : damaged(input, cause, `row group ${group.group + 1}`);
  }
}

async function readColumns({file, metadata, group, first, last}: Group): Promise<readonly Column[]> {
  const bytes = metadata.row_groups[group]!.columns.reduce(
    (sum, {meta_data}) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
    0,
  );
  if (bytes > MAX_GROUP_BYTES) throw new Error('it is larger than 512 MiB; write the file with smaller ones');
  const columns = new Map(
    parquetSchema(metadata).children.map(({element}): [string, Column] => [element.name, {element, chunks: []}]),
  );
  await parquetRead({
    file,
    metadata,
    rowStart: first,
    rowEnd: last,
    compressors: LIMITED,
    parsers: PARSERS,
    // All bytes go through a parser or plainValue, which lose none.
    utf8: false,
    onChunk: ({columnName, columnData}) => columns.get(columnName)?.chunks.push(columnData),
  });
  return [...columns.values()];
}

function* valuesOf(element: SchemaElement, chunks: readonly ArrayLike<unknown>[]): Generator<Json> {
  const {logical_type: logical, converted_type: converted} = element;
  const isTime = logical?.type === 'TIME' || converted?.startsWith('TIME_') === true;
  const isMoment = logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : converted?.startsWith('TIMESTAMP_');
  for (const chunk of chunks) {
    for (let index = 0; index < chunk.length; index += 1) {
      const value = chunk[index];
      if (value !== null && value !== undefined && isTime) yield timeOfDay(value as bigint | number, unitOf(element));
      else if (typeof value === 'string' && isMoment === true) yield `${value}Z`;
      else yield plainValue(value);
    }
  }
}

function unitOf({logical_type: logical, converted_type: converted}: SchemaElement) {
  if (logical?.type !== 'TIME') return converted === 'TIME_MILLIS' ? 'milliseconds' : 'microseconds';
  const units = {MILLIS: 'milliseconds', MICROS: 'microseconds', NANOS: 'nanoseconds'} as const;
  return units[logical.unit];
}

function next(name: string, values: Iterator<Json>): Json {
  const {done, value} = values.next();
  if (done === true) throw new Error(`the column ${JSON.stringify(name)} ends too early`);
  return value;
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const length = Math.max(0, Math.min(end, byteLength) - start);
      const bytes = new Uint8Array(length);
      const {bytesRead} = await handle.read(bytes, 0, length, start);
      if (bytesRead < length) throw new Error('the file ends too early');
      return bytes.buffer;
    },
  };
}

function damaged(input: InputFile, cause: unknown, place?: string): AgacError {
  return invalidInput(input, {
    place,
    message: `It cannot be read as parquet (${reasonOf(cause)}).`,
    actions: ['Write the file again, without encryption.'],
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
