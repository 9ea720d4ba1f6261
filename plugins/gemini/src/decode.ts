import type {Answer, Json, JsonObject, RequestFault, Result, Usage} from '@agac/provider';
import {countOf, known, objectOf, objectsOf, parsedObject, textOf} from '@agac/provider/kit';
import {isCancelled, requestFault} from './faults.js';

const FINISH = new Map<Json | undefined, Answer['finish']>([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'filter'],
  ['RECITATION', 'filter'],
  ['PROHIBITED_CONTENT', 'filter'],
  ['BLOCKLIST', 'filter'],
  ['SPII', 'filter'],
]);

/** Parts that are content, and no text. Thoughts, and what a tool of Google's does on the way, are none. */
const OTHER_CONTENT = ['functionCall', 'inlineData', 'fileData'];

/**
 * One line, understood: `{key, response}` or `{key, error}` of a result file, or an item of an inline job's list, where the
 * key is in the metadata. Without a key nobody can tell whose answer it is: responses have come in another order than the
 * requests (github.com/googleapis/python-genai/issues/1909). Never throws.
 */
export function decodeLine(text: string): Result {
  const line = parsedObject(text);
  const id = textOf(line?.['key']) ?? textOf(objectOf(line?.['metadata'])?.['key']);
  if (line === undefined || id === undefined) {
    return {kind: 'unreadable', message: 'The line is no object with a key.'};
  }
  const error = objectOf(line['error']);
  if (error !== undefined) {
    return isCancelled(error)
      ? {kind: 'unprocessed', id, reason: 'cancelled'}
      : {kind: 'fault', id, fault: requestFault(error)};
  }
  const response = objectOf(line['response']);
  if (response === undefined)
    return {kind: 'unreadable', id, message: 'The line holds neither a response nor an error.'};
  return decodeResponse(id, response);
}

/** A GenerateContentResponse, understood. */
export function decodeResponse(id: string, response: JsonObject): Result {
  const facts = known({model: textOf(response['modelVersion']), usage: usageOf(objectOf(response['usageMetadata']))});
  const candidate = objectsOf(response['candidates'])?.[0];
  if (candidate === undefined) {
    const blocked = textOf(objectOf(response['promptFeedback'])?.['blockReason']);
    if (blocked !== undefined) return {kind: 'answer', id, text: '', finish: 'filter', ...facts};
    return {kind: 'fault', id, fault: unusable('The response holds no candidate.')};
  }
  const parts = objectsOf(objectOf(candidate['content'])?.['parts']) ?? [];
  const spoken = parts.filter((part) => part['thought'] !== true);
  const reason = candidate['finishReason'];
  if (reason === undefined && parts.length === 0) {
    return {kind: 'fault', id, fault: unusable('The candidate holds neither content nor a reason why it ended.')};
  }
  if (spoken.some((part) => OTHER_CONTENT.some((name) => part[name] !== undefined))) {
    return {
      kind: 'fault',
      id,
      fault: unusable('The model answered with something other than text, a tool call for example.'),
    };
  }
  const text = spoken.map((part) => textOf(part['text']) ?? '').join('');
  return {kind: 'answer', id, text, finish: FINISH.get(reason) ?? 'other', ...facts};
}

/** A response that is there and of no use; another one may be. */
function unusable(message: string): RequestFault {
  return {code: 'no-text', message, retry: 'same'};
}

/**
 * What is billed as input is the prompt, with what was read from a cache, and what tools put into it; as output, what was
 * said and what was thought.
 */
function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (usage === undefined) return undefined;
  const count = (name: string) => countOf(usage[name]);
  const tokens = known({
    inputTokens: sum(count('promptTokenCount'), count('toolUsePromptTokenCount')),
    outputTokens: sum(count('candidatesTokenCount'), count('thoughtsTokenCount')),
    cachedInputTokens: count('cachedContentTokenCount'),
    reasoningTokens: count('thoughtsTokenCount'),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}

/** Unknown only where neither is known: a count of zero is left out. */
function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}
