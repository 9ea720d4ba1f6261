import type {Json, JsonObject, Usage} from '@agac/provider';
import type {Asked, Said, SaidFault, SaidText} from '@agac/provider/conformance';
import type {Spoken} from '@agac/provider/fake';
import {problemIn} from './wrong-params.js';

const STOP_REASON = {stop: 'end_turn', length: 'max_tokens', filter: 'refusal', other: 'pause_turn'} as const;
const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** Puts what the fake was told to say into a line of the results. Params that are wrong are noticed now. */
export function speak({id, body}: Asked, said: Said): Spoken {
  const problem = problemIn(body);
  if (problem !== undefined) return row(id, errored({kind: 'fault', status: 400, message: problem}));
  switch (said.kind) {
    case 'text':
      return row(said.id ?? id, {type: 'succeeded', message: textMessage(body, said)});
    case 'fault':
      return row(id, errored(said));
    case 'tool-call':
      return row(id, {type: 'succeeded', message: message(body, [toolUse('search', {})], 'tool_use')});
    case 'empty-object':
      return row(id, {type: 'succeeded', message: {}});
    case 'raw':
      return {channel: 'output', line: said.line};
  }
}

/** The line of a request that the batch never came to. */
export function neverCame(id: string, end: 'expired' | 'cancelled'): Spoken {
  return row(id, {type: end === 'cancelled' ? 'canceled' : 'expired'});
}

/** A message, as `POST /v1/messages` answers it: a use of the tool that had to be used, or text behind a thought. */
export function textMessage(body: JsonObject, {text, finish = 'stop', usage}: SaidText): JsonObject {
  const tool = at(body, 'tool_choice')?.['name'];
  const counts = usage === 'none' ? undefined : (usage ?? {inputTokens: text.length + 9, outputTokens: text.length});
  if (typeof tool === 'string') return message(body, [toolUse(tool, inputFrom(text))], 'tool_use', counts);
  const thought = {type: 'thinking', thinking: '', signature: 'sig'};
  const content = text === '' ? [] : [thought, {type: 'text', text, citations: null}];
  return message(body, content, STOP_REASON[finish], counts);
}

/** The schema that a request asks its answer to fit. */
export function schemaOf(body: JsonObject): JsonObject | undefined {
  const [tool] = Array.isArray(body['tools']) ? body['tools'] : [];
  return at(at(at(body, 'output_config'), 'format'), 'schema') ?? at(tool as JsonObject | undefined, 'input_schema');
}

/** The error of a call, or of one request. */
export function errorObject(status: number, sentence: string): JsonObject {
  const fallback = status >= 500 ? 'api_error' : 'invalid_request_error';
  return {type: 'error', error: {type: ERROR_TYPES[status] ?? fallback, message: sentence}, request_id: 'req_1'};
}

function message(body: JsonObject, content: readonly Json[], reason: string, usage?: Usage): JsonObject {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: body['model'] ?? 'unknown',
    content,
    stop_reason: reason,
    stop_sequence: null,
    ...(usage && {usage: usageObject(usage)}),
  };
}

function usageObject({inputTokens, outputTokens, cachedInputTokens, cacheWriteInputTokens}: Usage): JsonObject {
  const cached = (cachedInputTokens ?? 0) + (cacheWriteInputTokens ?? 0);
  return {
    ...(inputTokens !== undefined && {input_tokens: inputTokens - cached}),
    output_tokens: outputTokens,
    cache_read_input_tokens: cachedInputTokens,
    cache_creation_input_tokens: cacheWriteInputTokens,
    service_tier: 'batch',
  };
}

function toolUse(name: string, input: Json): JsonObject {
  return {type: 'tool_use', id: 'toolu_1', name, input};
}

function inputFrom(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {text};
  }
}

function errored({status, message: sentence = 'The request failed.'}: SaidFault): JsonObject {
  return {type: 'errored', error: errorObject(status === 'timeout' ? 504 : status, sentence)};
}

function row(id: string, result: JsonObject): Spoken {
  return {channel: 'output', line: JSON.stringify({custom_id: id, result})};
}

function at(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = object?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
