import type {Counts, End, JsonObject, PartStatus, Phase} from '@agac/provider';
import {countOf, known, objectOf, textOf} from '@agac/provider/kit';

type Standing = {readonly phase: Exclude<Phase, 'ended'>} | {readonly phase: 'ended'; readonly end: End};

/** By the state without what it begins with: Gemini has sent BATCH_STATE_… and JOB_STATE_…, and its SDKs know both. */
const STANDINGS = new Map<string, Standing>([
  ['QUEUED', {phase: 'queued'}],
  ['PENDING', {phase: 'queued'}],
  ['RUNNING', {phase: 'running'}],
  // No state of the Gemini API says that a job is stopping; Vertex has one, under the same prefix.
  ['CANCELLING', {phase: 'stopping'}],
  ['SUCCEEDED', {phase: 'ended', end: 'completed'}],
  ['PARTIALLY_SUCCEEDED', {phase: 'ended', end: 'completed'}],
  ['FAILED', {phase: 'ended', end: 'failed'}],
  ['CANCELLED', {phase: 'ended', end: 'cancelled'}],
  ['EXPIRED', {phase: 'ended', end: 'expired'}],
]);

/** google.rpc.Code CANCELLED. A cancelled job has also been seen with 13, INTERNAL, beside its state. */
const CANCELLED = 1;

/** A batch's long-running operation, as a status. A state that is not known means that the job is running, unless it is done. */
export function readStatus(operation: JsonObject): PartStatus {
  const metadata = metadataOf(operation);
  const word = textOf(metadata['state']) ?? 'no state';
  const standing = STANDINGS.get(word.toUpperCase().replace(/^(BATCH|JOB)_STATE_/, '')) ?? {phase: 'running'};
  const error = objectOf(operation['error']);
  return {
    ...(standing.phase !== 'ended' && operation['done'] === true ? endedBy(error) : standing),
    word,
    ...known({counts: countsOf(objectOf(metadata['batchStats'])), message: textOf(error?.['message'])}),
  };
}

/** The file with the results, for a job that was given a file. */
export function responsesFile(operation: JsonObject): string | undefined {
  const output = objectOf(metadataOf(operation)['output']);
  return textOf(objectOf(operation['response'])?.['responsesFile']) ?? textOf(output?.['responsesFile']);
}

/** What is known of the batch itself. */
export function metadataOf(operation: JsonObject): JsonObject {
  return objectOf(operation['metadata']) ?? {};
}

/** An operation that is done does not move any more, whatever its state still says. */
function endedBy(error: JsonObject | undefined): Standing {
  if (error === undefined) return {phase: 'ended', end: 'completed'};
  return {phase: 'ended', end: error['code'] === CANCELLED ? 'cancelled' : 'failed'};
}

/** 64-bit numbers come as texts, and a count of zero is left out. */
function countsOf(stats: JsonObject | undefined): Counts | undefined {
  const total = countOf(stats?.['requestCount']);
  const succeeded = countOf(stats?.['successfulRequestCount'] ?? 0);
  const failed = countOf(stats?.['failedRequestCount'] ?? 0);
  if (total === undefined || succeeded === undefined || failed === undefined) return undefined;
  return {total, succeeded, failed};
}
