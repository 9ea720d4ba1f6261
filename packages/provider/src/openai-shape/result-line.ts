import type {RequestFault, Result} from '../contract.js';
import type {JsonObject} from '../json.js';
import {meaningOf, sentenceIn} from '../kit/http-faults.js';
import {countOf, objectOf, parsedObject, textOf} from '../kit/read-json.js';
import {type Completion, readCompletion} from './chat.js';
import {readResponse} from './responses.js';

/**
 * One line of an output or error file, understood: `{custom_id, response: {status_code, body}, error}`, where either of the
 * two is null. Never throws.
 */
export function readResultLine(text: string): Result {
  const line = parsedObject(text);
  const id = textOf(line?.['custom_id']);
  if (line === undefined || id === undefined) {
    return {kind: 'unreadable', message: 'The line is no object with a custom_id.'};
  }
  const response = objectOf(line['response']);
  if (response !== undefined) return withId(id, readHttpAnswer(response));
  const error = objectOf(line['error']);
  if (error !== undefined) return readError(id, error);
  return {kind: 'unreadable', id, message: 'The line holds neither a response nor an error.'};
}

/** The body of an answer of either endpoint; each says itself which one it is. */
export function readAnswer(body: JsonObject): Completion {
  return body['object'] === 'response' ? readResponse(body) : readCompletion(body);
}

/** The fault of one request, from the status and the error that its answer had. */
export function requestFault(status: number | undefined, error: JsonObject | undefined): RequestFault {
  const code =
    textOf(error?.['code']) ?? textOf(error?.['type']) ?? (status === undefined ? 'unknown' : `http-${status}`);
  const message = textOf(error?.['message']) ?? 'The vendor gave no reason.';
  return {code, message, retry: status === undefined ? 'never' : meaningOf(status).retry};
}

function readHttpAnswer(response: JsonObject): Completion {
  const status = countOf(response['status_code']) ?? 0;
  const body = objectOf(response['body']);
  if (status >= 200 && status < 300 && body !== undefined) return readAnswer(body);
  const said = objectOf(body?.['error']) ?? body ?? {message: sentenceIn(String(response['body'] ?? ''))};
  return {kind: 'fault', fault: requestFault(status, said)};
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
