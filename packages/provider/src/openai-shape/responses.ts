import type {ModelRequest} from '../contract/request.js';
import type {Usage} from '../contract/result.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {countOf, known, listOf, objectOf, textOf} from '../kit/read-json.js';
import {type Completion, schemaName, unusable} from './chat.js';

/** Parameters that the Responses API has no field for. */
export const NOT_IN_RESPONSES = ['stop', 'seed', 'presencePenalty', 'frequencyPenalty'] as const;

/** The body of a request to the Responses API, without a schema. Throws `unsupported` for a parameter it lacks. */
export function responsesBody({model, messages, parameters}: ModelRequest): JsonObject {
  const lacking = NOT_IN_RESPONSES.find((name) => parameters[name] !== undefined);
  if (lacking !== undefined) {
    throw fault({code: 'unsupported', message: `The Responses API takes no ${lacking}.`, retry: 'never'});
  }
  return {
    model,
    input: messages.map(({role, text}) => ({role, content: text})),
    store: false,
    ...known({
      max_output_tokens: parameters.maxTokens,
      temperature: parameters.temperature,
      top_p: parameters.topP,
    }),
  };
}

/** `text` for a schema. */
export function jsonSchemaText(name: string, schema: JsonObject, strict: boolean): JsonObject {
  return {format: {type: 'json_schema', name: schemaName(name), schema, strict}};
}

/** The body of a response, understood. */
export function readResponse(body: JsonObject): Completion {
  const items = listOf(body['output'])?.map(objectOf);
  const parts = items
    ?.filter((item) => item?.['type'] === 'message')
    .flatMap((item) => listOf(item?.['content'])?.map(objectOf) ?? []);
  if (parts === undefined || parts.length === 0) return unusable('The answer holds no message with text.');
  const refusal = parts.map((part) => textOf(part?.['refusal'])).find((said) => said !== undefined);
  const texts = parts.filter((part) => part?.['type'] === 'output_text').map((part) => String(part?.['text'] ?? ''));
  const usage = usageOf(objectOf(body['usage']));
  const finish = refusal === undefined ? finishOf(body) : 'filter';
  const model = textOf(body['model']);
  return {kind: 'answer', text: texts.join('') || (refusal ?? ''), finish, ...known({model, usage})};
}

function finishOf(body: JsonObject): 'stop' | 'length' | 'filter' | 'other' {
  if (body['status'] === 'completed') return 'stop';
  const reason = objectOf(body['incomplete_details'])?.['reason'];
  if (reason === 'max_output_tokens') return 'length';
  return reason === 'content_filter' ? 'filter' : 'other';
}

/** `usage` of the Responses API, which a batch as a whole has too. */
export function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (usage === undefined) return undefined;
  const input = objectOf(usage['input_tokens_details']) ?? {};
  const output = objectOf(usage['output_tokens_details']) ?? {};
  const tokens = known({
    inputTokens: countOf(usage['input_tokens']),
    outputTokens: countOf(usage['output_tokens']),
    cachedInputTokens: countOf(input['cached_tokens']),
    reasoningTokens: countOf(output['reasoning_tokens']),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}
