import type {Answer, Json, JsonObject, RequestFault, Result, Usage} from '@agac/provider';
import {countOf, known, objectOf, objectsOf, parsedObject, textOf} from '@agac/provider/kit';
import {ANSWER_TOOL} from './encode.js';
import {requestFault} from './faults.js';

const FINISHES = new Map<Json | undefined, Answer['finish']>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'filter'],
]);

/** What a message holds: an answer but for its id, or why it is none. */
export type Content = Omit<Answer, 'id'> | {readonly kind: 'fault'; readonly fault: RequestFault};

/** One line of a batch's results, understood. Never throws. */
export function decodeLine(text: string): Result {
  const line = parsedObject(text);
  const id = textOf(line?.['custom_id']);
  if (line === undefined || id === undefined)
    return {kind: 'unreadable', message: 'The line is no object with a custom_id.'};
  const result = objectOf(line['result']);
  switch (result?.['type']) {
    case 'succeeded':
      return {...decodeMessage(objectOf(result['message'])), id} as Result;
    case 'errored':
      // The error of a whole call is an error within an error, and so it is here.
      return {
        kind: 'fault',
        id,
        fault: requestFault(objectOf(objectOf(result['error'])?.['error']) ?? objectOf(result['error'])),
      };
    case 'canceled':
      return {kind: 'unprocessed', id, reason: 'cancelled'};
    case 'expired':
      return {kind: 'unprocessed', id, reason: 'expired'};
    default:
      return {
        kind: 'unreadable',
        id,
        message: `The result is of no known type: ${JSON.stringify(result?.['type'] ?? null)}.`,
      };
  }
}

/** A message, from a result or answered now. Thoughts and the vendor's own tools are passed over. */
export function decodeMessage(message: JsonObject | undefined): Content {
  const blocks = objectsOf(message?.['content']);
  if (message === undefined || blocks === undefined) return unusable('The answer is no message with content.');
  const used = blocks.filter(({type}) => type === 'tool_use');
  const answered = used.find(({name}) => name === ANSWER_TOOL);
  if (answered === undefined && used.length > 0) return unusable('The model called a tool instead of answering.');
  const texts = blocks.filter(({type}) => type === 'text').map(({text}) => (typeof text === 'string' ? text : ''));
  return {
    kind: 'answer',
    text: answered === undefined ? texts.join('') : JSON.stringify(answered['input'] ?? {}),
    finish: FINISHES.get(message['stop_reason']) ?? 'other',
    ...known({model: textOf(message['model']), usage: usageOf(objectOf(message['usage']))}),
  };
}

/** A fault of an answer that is there and of no use; another one may be. */
function unusable(message: string): {readonly kind: 'fault'; readonly fault: RequestFault} {
  return {kind: 'fault', fault: {code: 'no-text', message, retry: 'same'}};
}

/** `input_tokens` are those that no cache had to do with. */
function usageOf(usage: JsonObject | undefined): Usage | undefined {
  const plain = countOf(usage?.['input_tokens']);
  const written = countOf(usage?.['cache_creation_input_tokens']);
  const read = countOf(usage?.['cache_read_input_tokens']);
  const tokens = known({
    inputTokens: plain === undefined ? undefined : plain + (written ?? 0) + (read ?? 0),
    outputTokens: countOf(usage?.['output_tokens']),
    cachedInputTokens: read,
    cacheWriteInputTokens: written,
    reasoningTokens: countOf(objectOf(usage?.['output_tokens_details'])?.['thinking_tokens']),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}
