import type {Answer, Json, JsonObject, RequestFault, Result, Usage} from '@agac/provider';

const FINISH = new Map<Json | undefined, Answer['finish']>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'filter'],
]);

/** One line of `results.jsonl`, understood. Never throws: what cannot be read is `unreadable`. */
export function decodeLine(text: string): Result {
  const line = parse(text);
  if (!isObject(line) || typeof line.id !== 'string') {
    return {kind: 'unreadable', message: 'The line is not a result of the built-in engine.'};
  }
  const {id, response, fault, unprocessed} = line;
  if (isObject(response)) return answerOf(id, response);
  if (isFault(fault)) return {kind: 'fault', id, fault};
  if (unprocessed === 'cancelled') return {kind: 'unprocessed', id, reason: unprocessed};
  return {kind: 'unreadable', id, message: 'The line holds neither a response nor a fault.'};
}

/** Whether a server's JSON is a chat completion: it has a choice with a message. */
export function isCompletion(response: Json): response is JsonObject {
  return isObject(response) && choiceOf(response) !== undefined;
}

function answerOf(id: string, response: JsonObject): Result {
  const choice = choiceOf(response);
  if (choice === undefined) return {kind: 'unreadable', id, message: 'The response holds no choice.'};
  const {message, finish_reason: reason} = choice;
  const text = textOf(message.content);
  const refused = typeof message.refusal === 'string' && message.refusal !== '';
  if (text === undefined || (text === '' && hasToolCalls(message))) {
    const sentence = 'The model answered with something other than text, a tool call for example.';
    return {kind: 'fault', id, fault: {code: 'unsupported-content', message: sentence, retry: 'same'}};
  }
  return {
    kind: 'answer',
    id,
    text,
    finish: refused ? 'filter' : (FINISH.get(reason) ?? 'other'),
    ...(typeof response.model === 'string' && {model: response.model}),
    ...usageOf(response.usage),
  };
}

function choiceOf({choices}: JsonObject): (JsonObject & {readonly message: JsonObject}) | undefined {
  const choice = Array.isArray(choices) ? (choices as readonly Json[])[0] : undefined;
  return isObject(choice) && isObject(choice.message) ? {...choice, message: choice.message} : undefined;
}

/** Content is a text, nothing, or a list of parts; undefined where a part is not text. */
function textOf(content: Json | undefined): string | undefined {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const parts = (content as readonly Json[]).map((part) => (isObject(part) ? part.text : undefined));
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

function hasToolCalls({tool_calls: calls}: JsonObject): boolean {
  return Array.isArray(calls) && calls.length > 0;
}

function usageOf(usage: Json | undefined): {readonly usage?: Usage} {
  if (!isObject(usage)) return {};
  const details = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const tokens = {
    inputTokens: tokensOf(usage.prompt_tokens),
    outputTokens: tokensOf(usage.completion_tokens),
    cachedInputTokens: tokensOf(details.cached_tokens),
  };
  const known = Object.entries(tokens).filter(([, count]) => count !== undefined);
  return known.length === 0 ? {} : {usage: Object.fromEntries(known)};
}

function tokensOf(count: Json | undefined): number | undefined {
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function isFault(value: Json | undefined): value is Json & RequestFault {
  return (
    isObject(value) &&
    typeof value.code === 'string' &&
    typeof value.message === 'string' &&
    (value.retry === 'never' || value.retry === 'same' || value.retry === 'later')
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
