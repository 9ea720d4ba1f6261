import type {Json, JsonObject, RequestFault, Result} from '@agac/provider';
import {listOf, objectOf, parsedObject, textOf} from '@agac/provider/kit';
import {readCompletion} from '@agac/provider/openai-shape';

/** One line of `results.jsonl`, understood. Never throws: what cannot be read is `unreadable`. */
export function decodeLine(text: string): Result {
  const line = parsedObject(text);
  const id = line?.['id'];
  if (line === undefined || typeof id !== 'string') {
    return {kind: 'unreadable', message: 'The line is not a result of the built-in engine.'};
  }
  const {fault, unprocessed} = line;
  const note = textOf(line['note']);
  const response = objectOf(line['response']);
  if (response !== undefined) return {...readCompletion(response), id, ...(note !== undefined && {note})};
  if (isFault(fault)) return {kind: 'fault', id, fault};
  if (unprocessed === 'cancelled') return {kind: 'unprocessed', id, reason: unprocessed};
  return {kind: 'unreadable', id, message: 'The line holds neither a response nor a fault.'};
}

/** Whether a server's JSON is a chat completion: it has a choice with a message. */
export function isCompletion(response: Json): response is JsonObject {
  const [choice] = listOf(objectOf(response)?.['choices']) ?? [];
  return objectOf(objectOf(choice)?.['message']) !== undefined;
}

function isFault(value: Json | undefined): value is Json & RequestFault {
  const {code, message, retry} = objectOf(value) ?? {};
  const isRetry = retry === 'never' || retry === 'same' || retry === 'later';
  return typeof code === 'string' && typeof message === 'string' && isRetry;
}
