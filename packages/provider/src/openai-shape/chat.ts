import type {ModelRequest, ParameterName} from '../contract/request.js';
import type {Answer, FaultResult, Usage} from '../contract/result.js';
import type {Json, JsonObject} from '../json.js';
import {countOf, known, listOf, objectOf, textOf} from '../kit/read-json.js';

const FIELDS: Readonly<Record<ParameterName, string>> = {
  temperature: 'temperature',
  maxTokens: 'max_tokens',
  topP: 'top_p',
  stop: 'stop',
  seed: 'seed',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
};

const FINISH = new Map<Json | undefined, Answer['finish']>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['model_length', 'length'],
  ['content_filter', 'filter'],
]);

/** The names of the generation parameters in a body of chat completions, where they differ from the usual ones. */
export type ParameterFields = Readonly<Partial<Record<ParameterName, string>>>;

/** The body of a chat completion, without a schema. */
export function chatBody({model, messages, parameters}: ModelRequest, fields: ParameterFields = {}): JsonObject {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return {
    model,
    messages: messages.map(({role, text}) => ({role, content: text})),
    ...Object.fromEntries(
      given.map(([name, value]) => [fields[name as ParameterName] ?? FIELDS[name as ParameterName], value]),
    ),
  };
}

/** `response_format` for a schema. Names are letters, digits, `_` and `-`, 64 of them at most. */
export function jsonSchemaFormat(name: string, schema: JsonObject, strict: boolean): JsonObject {
  return {type: 'json_schema', json_schema: {name: schemaName(name), schema, strict}};
}

export function schemaName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'answer';
}

/** What a completion holds: an answer but for its id, or why it is none. */
export type Completion = Omit<Answer, 'id'> | Omit<FaultResult, 'id'>;

/** The body of a chat completion, understood. */
export function readCompletion(body: JsonObject): Completion {
  const choice = objectOf(listOf(body['choices'])?.[0]);
  const message = objectOf(choice?.['message']);
  if (choice === undefined || message === undefined) return unusable('The answer holds no choice with a message.');
  const text = contentOf(message['content']);
  const refusal = textOf(message['refusal']);
  if (text === undefined || (text === '' && refusal === undefined && hasToolCalls(message))) {
    return unusable('The model answered with something other than text, a tool call for example.');
  }
  const finish = refusal === undefined ? (FINISH.get(choice['finish_reason']) ?? 'other') : 'filter';
  const usage = usageOf(objectOf(body['usage']));
  const model = textOf(body['model']);
  return {kind: 'answer', text: text || (refusal ?? ''), finish, ...known({model, usage})};
}

/** A fault of an answer that is there and of no use; another one may be. */
export function unusable(message: string): Omit<FaultResult, 'id'> {
  return {kind: 'fault', fault: {code: 'no-text', message, retry: 'same'}};
}

/** Content is a text, nothing, or a list of parts; undefined where a part is not text. */
function contentOf(content: Json | undefined): string | undefined {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  // Models that think may put their thoughts into parts of their own.
  const parts = listOf(content)?.filter((part) => objectOf(part)?.['type'] !== 'thinking');
  const texts = parts?.map((part) => objectOf(part)?.['text']);
  return texts?.every((text) => typeof text === 'string') ? texts.join('') : undefined;
}

function hasToolCalls({tool_calls: calls}: JsonObject): boolean {
  return (listOf(calls)?.length ?? 0) > 0;
}

/** `usage` of a chat completion. */
export function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (usage === undefined) return undefined;
  const input = objectOf(usage['prompt_tokens_details']) ?? {};
  const output = objectOf(usage['completion_tokens_details']) ?? {};
  const tokens = known({
    inputTokens: countOf(usage['prompt_tokens']),
    outputTokens: countOf(usage['completion_tokens']),
    // Mistral has said it in either place.
    cachedInputTokens: countOf(input['cached_tokens']) ?? countOf(usage['num_cached_tokens']),
    cacheWriteInputTokens: countOf(input['cache_write_tokens']),
    // Together says it in either place.
    reasoningTokens: countOf(output['reasoning_tokens']) ?? countOf(usage['reasoning_tokens']),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}
