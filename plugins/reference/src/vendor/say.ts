import type {Json, JsonObject} from '@agac/provider';
import type {Asked, Said, SaidFault, SaidText} from '@agac/provider/conformance';
import {plausible} from './plausible.js';

/** A result line of Acme, and which of its two files it goes to. */
export interface Spoken {
  readonly channel: 'output' | 'error';
  readonly line: string;
}

const FINISH = {stop: 'end', length: 'max_tokens', filter: 'blocked', other: 'paused'} as const;

/** Puts what the fake was told to say into Acme's words. */
export function speak(asked: Asked, said: Said): Spoken {
  switch (said.kind) {
    case 'text':
      return output({id: said.id ?? asked.id, ...textAnswer(asked, said)});
    case 'fault':
      return failed(asked.id, requestError(said));
    case 'tool-call':
      return output({id: asked.id, answer: {tool: {name: 'search', arguments: {}}, finish: 'tool'}});
    case 'empty-object':
      return output({id: asked.id, answer: {}});
    case 'raw':
      return {channel: 'output', line: said.line};
  }
}

/** The line of a request that the job never came to. */
export function neverCame(id: string, why: 'expired' | 'stopped'): Spoken {
  return failed(id, {code: `job_${why}`, message: `The job ${why} before this request was worked off.`});
}

/** The JSON of an answer, as `POST /v1/answers` gives it and as an output line holds it next to the id. */
export function textAnswer(asked: Asked, said: SaidText): JsonObject {
  const model = asked.body['model'] ?? 'acme-1';
  const answer = {text: said.text, finish: FINISH[said.finish ?? 'stop'], model};
  if (said.usage === 'none') return {answer};
  const input = JSON.stringify(asked.body['messages'] ?? '').length;
  const usage = said.usage ?? {inputTokens: input, outputTokens: said.text.length};
  return {
    answer,
    usage: {input: usage.inputTokens, output: usage.outputTokens, cached: usage.cachedInputTokens},
  };
}

/** Acme's error object for a fault of one request. */
export function requestError(said: SaidFault): JsonObject {
  if (said.status === 'timeout') return {code: 'timeout', message: said.message ?? 'The model took too long.'};
  return {status: said.status, code: `error_${said.status}`, message: said.message ?? 'The request failed.'};
}

/** What Acme says unless told otherwise: something that fits the schema asked for, or plain text. */
export function sayPlausible(asked: Asked): readonly Said[] {
  const format = asked.body['format'];
  const schema = isObject(format) ? format['schema'] : undefined;
  const text = isObject(schema) ? JSON.stringify(plausible(schema)) : 'text';
  return [{kind: 'text', text}];
}

function output(line: JsonObject): Spoken {
  return {channel: 'output', line: JSON.stringify(line)};
}

function failed(id: string, error: JsonObject): Spoken {
  return {channel: 'error', line: JSON.stringify({id, error})};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
