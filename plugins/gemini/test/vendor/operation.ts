import type {JsonObject} from '@agac/provider';
import {
  type FileReply,
  fileLines,
  hasEnded,
  type Job,
  type Reply,
  type Shop,
  type StoredFile,
} from '@agac/provider/fake';
import {inlined} from './say.js';

const TYPE = 'type.googleapis.com/google.ai.generativelanguage.v1main.';
/** Stands where the list of responses goes. */
const HERE = '@responses@';

/** The state of a job: there is none for validating, finalizing or stopping. */
const STATES = {
  validating: 'BATCH_STATE_PENDING',
  queued: 'BATCH_STATE_PENDING',
  running: 'BATCH_STATE_RUNNING',
  finalizing: 'BATCH_STATE_RUNNING',
  stopping: 'BATCH_STATE_RUNNING',
  completed: 'BATCH_STATE_SUCCEEDED',
  failed: 'BATCH_STATE_FAILED',
  expired: 'BATCH_STATE_EXPIRED',
  cancelled: 'BATCH_STATE_CANCELLED',
} as const;

const ERRORS: Readonly<Record<string, JsonObject>> = {
  failed: {code: 3, message: 'The batch failed.'},
  expired: {code: 4, message: 'The batch has expired.'},
  cancelled: {code: 13, message: 'The batch was cancelled.'},
};

/** A job as a long-running operation; a list leaves out the responses of inline jobs. */
export function operation(job: Job, withResponses: boolean): JsonObject {
  const isDone = hasEnded(job);
  const output = outputOf(job, withResponses);
  const error = ERRORS[job.stage] && {...ERRORS[job.stage], ...(job.message && {message: job.message})};
  const created = new Date(job.createdAt).toISOString();
  return {
    name: job.id,
    metadata: {
      '@type': `${TYPE}GenerateContentBatch`,
      model: `models/${job.model}`,
      displayName: job.label,
      ...(job.extra['file'] !== undefined && {inputConfig: {fileName: job.extra['file']}}),
      ...(output && {output}),
      createTime: created,
      ...(isDone && {endTime: created}),
      updateTime: created,
      batchStats: stats(job),
      state: job.word ?? STATES[job.stage],
      name: job.id,
    },
    ...(isDone && {done: true}),
    ...(error && {error}),
    ...(job.stage === 'completed' && {response: {'@type': `${TYPE}GenerateContentBatchOutput`, ...output}}),
  };
}

/** One job, whose responses may be many: streamed where there are any, with white space unless that is not wanted. */
export async function operationReply(shop: Shop, job: Job, isPretty: boolean): Promise<Reply> {
  const whole = operation(job, true);
  const json = JSON.stringify(whole, undefined, isPretty ? 2 : 0);
  const pieces = json.split(`"${HERE}"`);
  if (pieces.length === 1) return {status: 200, json};
  return saved(
    shop,
    withRows(pieces, () => rows(job), isPretty),
    'application/json',
  );
}

/** The result file of a job that was given a file. */
export async function resultFile(shop: Shop, job: Job): Promise<FileReply> {
  return saved(shop, lined(rows(job)), 'application/jsonl');
}

/** Whether the results of a job have been deleted. */
export function isLost(shop: Shop, {output, errors}: Job): boolean {
  return [output, errors].some((file) => file !== undefined && shop.files.get(file.id) === undefined);
}

/** An expired job has no results. Of a cancelled one, what had been answered; Google does not say. */
function outputOf(job: Job, withResponses: boolean): JsonObject | undefined {
  if (job.stage !== 'completed' && job.stage !== 'cancelled') return undefined;
  if (job.extra['inline'] !== true) return {responsesFile: job.id.replace('batches/', 'files/batch-')};
  return withResponses ? {inlinedResponses: {inlinedResponses: HERE}} : undefined;
}

/** 64-bit numbers are texts, and zeros are left out. */
function stats({total, answered, failed}: Job): JsonObject {
  const counts = {
    requestCount: total,
    successfulRequestCount: answered,
    failedRequestCount: failed,
    pendingRequestCount: total - answered - failed,
  };
  const there = Object.entries(counts).filter(([, count]) => count > 0);
  return Object.fromEntries(there.map(([name, count]) => [name, String(count)]));
}

async function saved(shop: Shop, text: AsyncIterable<Uint8Array>, type: string): Promise<FileReply> {
  return {file: await shop.files.save({name: 'answer', hidden: true}, text), type};
}

async function* rows({output, errors}: Job): AsyncGenerator<string> {
  for (const file of [output, errors] as (StoredFile | undefined)[]) if (file) yield* fileLines(file);
}

async function* lined(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) if (line !== '') yield Buffer.from(`${line}\n`);
}

async function* withRows(
  pieces: readonly string[],
  lines: () => AsyncIterable<string>,
  isPretty: boolean,
): AsyncGenerator<Uint8Array> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) yield* list(lines(), isPretty);
    yield Buffer.from(piece);
  }
}

async function* list(lines: AsyncIterable<string>, isPretty: boolean): AsyncGenerator<Uint8Array> {
  let before = '[';
  for await (const line of lines) {
    if (line === '') continue;
    const item = inlined(line);
    yield Buffer.from(before + (isPretty ? JSON.stringify(JSON.parse(item), undefined, 2) : item));
    before = ',';
  }
  yield Buffer.from(before === '[' ? '[]' : ']');
}
