import type {Answer, Counts, End, JsonObject, PartStatus, Phase, RequestFault, Result, Usage} from '@agac/provider';
import {countOf, known, meaningOf, objectOf, parsedObject, textOf} from '@agac/provider/kit';

type Place = {readonly phase: Exclude<Phase, 'ended'>} | {readonly phase: 'ended'; readonly end: End};

const PLACES = new Map<string, Place>([
  ['validating', {phase: 'validating'}],
  ['queued', {phase: 'queued'}],
  ['running', {phase: 'running'}],
  ['finalizing', {phase: 'finalizing'}],
  ['stopping', {phase: 'stopping'}],
  ['done', {phase: 'ended', end: 'completed'}],
  ['failed', {phase: 'ended', end: 'failed'}],
  ['expired', {phase: 'ended', end: 'expired'}],
  ['stopped', {phase: 'ended', end: 'cancelled'}],
]);

const FINISHES = new Map<string, Answer['finish']>([
  ['end', 'stop'],
  ['max_tokens', 'length'],
  ['blocked', 'filter'],
]);

/** Acme's job object, as a status. A state that Acme has not documented means that the job is still running. */
export function decodeStatus(job: JsonObject): PartStatus {
  const word = textOf(job['state']) ?? 'no state';
  const counts = countsOf(objectOf(job['counts']));
  const message = textOf(job['message']);
  return {...(PLACES.get(word) ?? {phase: 'running'}), word, ...(counts && {counts}), ...(message && {message})};
}

/** One line of an output or error file. */
export function decodeLine(text: string): Result {
  const line = parsedObject(text);
  const id = textOf(line?.['id']);
  if (line === undefined || id === undefined) return {kind: 'unreadable', message: 'The line is no object with an id.'};
  return decodeParts(id, line);
}

/** What `POST /v1/answers` says: an output or error line, but for the id. */
export function decodeReply(reply: JsonObject): Result {
  return decodeParts('', reply);
}

function decodeParts(id: string, line: JsonObject): Result {
  const error = objectOf(line['error']);
  return error === undefined ? decodeAnswer(id, line) : decodeError(id, error);
}

function decodeAnswer(id: string, line: JsonObject): Result {
  const answer = objectOf(line['answer']);
  const text = answer?.['text'];
  if (typeof text !== 'string') {
    const message = answer?.['tool'] === undefined ? 'The answer has no text.' : 'The answer is a tool call, not text.';
    return {kind: 'fault', id, fault: {code: 'no-text', message, retry: 'same'}};
  }
  const model = textOf(answer?.['model']);
  const usage = usageOf(objectOf(line['usage']));
  const finish = FINISHES.get(textOf(answer?.['finish']) ?? '') ?? 'other';
  return {kind: 'answer', id, text, finish, ...(model && {model}), ...(usage && {usage})};
}

function decodeError(id: string, error: JsonObject): Result {
  const code = textOf(error['code']) ?? 'unknown';
  if (code === 'job_expired') return {kind: 'unprocessed', id, reason: 'expired'};
  if (code === 'job_stopped') return {kind: 'unprocessed', id, reason: 'cancelled'};
  const message = textOf(error['message']) ?? 'Acme gave no reason.';
  return {kind: 'fault', id, fault: {code, message, retry: retryOf(code, countOf(error['status']))}};
}

function retryOf(code: string, status: number | undefined): RequestFault['retry'] {
  if (code === 'timeout') return 'same';
  return status === undefined ? 'never' : meaningOf(status).retry;
}

function countsOf(counts: JsonObject | undefined): Counts | undefined {
  const total = countOf(counts?.['total']);
  const succeeded = countOf(counts?.['answered']);
  const failed = countOf(counts?.['failed']);
  if (total === undefined || succeeded === undefined || failed === undefined) return undefined;
  return {total, succeeded, failed};
}

function usageOf(usage: JsonObject | undefined): Usage | undefined {
  return (
    usage &&
    known({
      inputTokens: countOf(usage['input']),
      outputTokens: countOf(usage['output']),
      cachedInputTokens: countOf(usage['cached']),
    })
  );
}
