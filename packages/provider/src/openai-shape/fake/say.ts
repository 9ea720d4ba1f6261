import type {Asked, Said, SaidFault, SaidText} from '../../conformance/vendor.js';
import type {Usage} from '../../contract/result.js';
import {jsonBodyOf} from '../../fake/exchange.js';
import type {Route, Spoken} from '../../fake/manners.js';
import {ok} from '../../fake/reply.js';
import type {Json, JsonObject} from '../../json.js';

const FINISH = {stop: 'stop', length: 'length', filter: 'content_filter', other: 'something_new'} as const;

/** Puts what the fake was told to say into a line of the output or the error file. */
export function speak({id, body, ordinal}: Asked, said: Said): Spoken {
  switch (said.kind) {
    case 'text':
      return answered(said.id ?? id, ordinal, completion(body, said));
    case 'fault':
      return failed(id, ordinal, said);
    case 'tool-call':
      return answered(id, ordinal, toolCall(body));
    case 'empty-object':
      return answered(id, ordinal, {});
    case 'raw':
      return {channel: 'output', line: said.line};
  }
}

/** The row of a request that the job never came to, in the error file. */
export function neverCame(id: string, end: 'expired' | 'cancelled'): Spoken {
  const error = {code: `batch_${end}`, message: `This request could not be executed before the batch ${end}.`};
  return row('error', {id: `batch_req_${id}`, custom_id: id, response: null, error});
}

/** The synchronous endpoints. */
export function answerRoutes(basePath: string): readonly Route[] {
  return ['/chat/completions', '/responses'].map((path) => ({
    pattern: new RegExp(`^POST ${basePath}${path}$`),
    on: 'complete',
    act: async (exchange, shop) => {
      const body = await jsonBodyOf(exchange);
      return shop.complete(body, (said) => ok(completion(body, said)));
    },
  }));
}

/** The schema that a request of either endpoint asks its answer to fit. */
export function schemaOf(body: JsonObject): JsonObject | undefined {
  const format = objectAt(body, 'response_format') ?? objectAt(objectAt(body, 'text'), 'format');
  return objectAt(objectAt(format, 'json_schema') ?? format, 'schema');
}

function completion(body: JsonObject, said: SaidText): JsonObject {
  return body['input'] === undefined ? chatCompletion(body, said) : response(body, said);
}

function chatCompletion(body: JsonObject, {text, finish = 'stop', usage}: SaidText): JsonObject {
  const message = {role: 'assistant', content: text, refusal: null};
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body['model'] ?? 'unknown',
    choices: [{index: 0, message, logprobs: null, finish_reason: FINISH[finish]}],
    ...(usage !== 'none' && {usage: chatUsage(usage ?? counted(body, text))}),
  };
}

function chatUsage(usage: Exclude<SaidText['usage'], 'none' | undefined>): JsonObject {
  const {inputTokens, outputTokens, cachedInputTokens, reasoningTokens} = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    ...(cachedInputTokens !== undefined && {prompt_tokens_details: {cached_tokens: cachedInputTokens}}),
    ...(reasoningTokens !== undefined && {completion_tokens_details: {reasoning_tokens: reasoningTokens}}),
  };
}

function response(body: JsonObject, {text, finish = 'stop', usage}: SaidText): JsonObject {
  const reason = {length: 'max_output_tokens', filter: 'content_filter', other: 'something_new', stop: undefined}[
    finish
  ];
  const content = [{type: 'output_text', text, annotations: []}];
  const counts = usage === 'none' ? undefined : (usage ?? counted(body, text));
  return {
    id: 'resp_1',
    object: 'response',
    status: reason === undefined ? 'completed' : 'incomplete',
    incomplete_details: reason === undefined ? null : {reason},
    model: body['model'] ?? 'unknown',
    output: [
      {type: 'reasoning', id: 'rs_1', summary: []},
      {type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content},
    ],
    ...(counts && {
      usage: {
        input_tokens: counts.inputTokens,
        output_tokens: counts.outputTokens,
        ...(counts.cachedInputTokens !== undefined && {
          input_tokens_details: {cached_tokens: counts.cachedInputTokens},
        }),
      },
    }),
  };
}

function toolCall(body: JsonObject): JsonObject {
  const call = {id: 'call_1', type: 'function', function: {name: 'search', arguments: '{}'}};
  if (body['input'] !== undefined) return {object: 'response', status: 'completed', output: [{type: 'function_call'}]};
  const message = {role: 'assistant', content: null, tool_calls: [call]};
  return {object: 'chat.completion', choices: [{index: 0, message, finish_reason: 'tool_calls'}]};
}

function counted(body: JsonObject, text: string): Usage {
  return {inputTokens: JSON.stringify(body['messages'] ?? body['input'] ?? '').length, outputTokens: text.length};
}

function answered(id: string, ordinal: number, body: JsonObject): Spoken {
  const response = {status_code: 200, request_id: `req_${ordinal}`, body};
  return row('output', {id: `batch_req_${ordinal}`, custom_id: id, response, error: null});
}

function failed(id: string, ordinal: number, {status, message = 'The request failed.'}: SaidFault): Spoken {
  if (status === 'timeout') {
    const error = {code: 'request_timeout', message};
    return row('error', {id: `batch_req_${ordinal}`, custom_id: id, response: null, error});
  }
  const body = {error: {message, type: 'invalid_request_error', param: null, code: null}};
  const response = {status_code: status, request_id: `req_${ordinal}`, body};
  return row('error', {id: `batch_req_${ordinal}`, custom_id: id, response, error: null});
}

function row(channel: Spoken['channel'], line: JsonObject): Spoken {
  return {channel, line: JSON.stringify(line)};
}

function objectAt(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value: Json | undefined = object?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
