import type {RequestFault, Result} from '../contract/result.js';
import type {Retry} from '../fault.js';
import type {Json, JsonObject} from '../json.js';
import {meaningOf, sentenceIn} from '../kit/http-faults.js';
import {countOf, objectOf, parsedObject, textOf} from '../kit/read-json.js';
import {type Completion, readCompletion} from './chat.js';
import {readResponse} from './responses.js';

/**
 * What a vendor's own statuses and error codes say about asking again. Undefined: no more than usual, which is that 429
 * and 5xx pass.
 */
export type RetryOf = (code: string, status: number | undefined) => Retry | undefined;

/**
 * One line of an output or error file, understood: `{custom_id, response: {status_code, body}, error}`, where either of the
 * two is null. Never throws.
 */
export function readResultLine(text: string, retryOf?: RetryOf): Result {
  const line = parsedObject(text);
  const id = textOf(line?.['custom_id']);
  if (line === undefined || id === undefined) {
    return {kind: 'unreadable', message: 'The line is no object with a custom_id.'};
  }
  const response = objectOf(line['response']);
  if (response !== undefined) return withId(id, readHttpAnswer(response, line['error'], retryOf));
  const error = objectOf(line['error']);
  if (error !== undefined) return readError(id, error);
  return {kind: 'unreadable', id, message: 'The line holds neither a response nor an error.'};
}

/** The body of an answer of either endpoint; each says itself which one it is. */
export function readAnswer(body: JsonObject): Completion {
  return body['object'] === 'response' ? readResponse(body) : readCompletion(body);
}

/** The fault of one request, from the status and the error that its answer had. */
export function requestFault(
  status: number | undefined,
  error: JsonObject | undefined,
  retryOf?: RetryOf,
): RequestFault {
  const code =
    textOf(error?.['code']) ?? textOf(error?.['type']) ?? (status === undefined ? 'unknown' : `http-${status}`);
  const message = textOf(error?.['message']) ?? saidIn(error) ?? 'The vendor gave no reason.';
  const usual = status === undefined ? 'never' : meaningOf(status).retry;
  return {code, message, retry: retryOf?.(code, status) ?? usual};
}

/** What an error says that has no message, such as FastAPI's list of details. */
function saidIn(error: JsonObject | undefined): string | undefined {
  if (error === undefined || Object.keys(error).length === 0) return undefined;
  return textOf(sentenceIn(JSON.stringify(error)));
}

/** vLLM says what went wrong beside the response, as a text or an object. */
function readHttpAnswer(response: JsonObject, beside: Json | undefined, retryOf: RetryOf | undefined): Completion {
  const status = countOf(response['status_code']) ?? 0;
  const body = objectOf(response['body']);
  if (status >= 200 && status < 300 && body !== undefined) return readAnswer(body);
  const inBody = objectOf(body?.['error']) ?? body ?? objectOf(beside);
  const said = inBody ?? {message: sentenceIn(String(response['body'] ?? beside ?? ''))};
  return {kind: 'fault', fault: requestFault(status, said, retryOf)};
}

function readError(id: string, error: JsonObject): Result {
  const code = textOf(error['code']) ?? '';
  if (code === 'batch_expired') return {kind: 'unprocessed', id, reason: 'expired'};
  if (code === 'batch_cancelled' || code === 'batch_canceled') return {kind: 'unprocessed', id, reason: 'cancelled'};
  const fault = requestFault(undefined, error);
  return {kind: 'fault', id, fault: {...fault, retry: code === 'request_timeout' ? 'same' : 'never'}};
}

function withId(id: string, completion: Completion): Result {
  return {...completion, id};
}
