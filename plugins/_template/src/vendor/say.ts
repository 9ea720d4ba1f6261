import type {Json, JsonObject} from '@agac/provider';
import type {Asked, Said, SaidFault, SaidText} from '@agac/provider/conformance';
import type {Spoken} from '@agac/provider/fake';

const FINISH = {stop: 'end', length: 'max_tokens', filter: 'blocked', other: 'paused'} as const;

/** Puts what the fake was told to say into Acme's words. */
export function speak({id, body}: Asked, said: Said): Spoken {
  switch (said.kind) {
    case 'text':
      return output({id: said.id ?? id, ...textAnswer(body, said)});
    case 'fault':
      return failed(id, requestError(said));
    case 'tool-call':
      return output({id, answer: {tool: {name: 'search', arguments: {}}, finish: 'tool'}});
    case 'empty-object':
      return output({id, answer: {}});
    case 'raw':
      return {channel: 'output', line: said.line};
  }
}

/** The line of a request that the job never came to. */
export function neverCame(id: string, end: 'expired' | 'cancelled'): Spoken {
  const why = end === 'expired' ? 'expired' : 'stopped';
  return failed(id, {code: `job_${why}`, message: `The job ${why} before this request was worked off.`});
}

/** The JSON of an answer, as `POST /v1/answers` gives it and as an output line holds it next to the id. */
export function textAnswer(body: JsonObject, said: SaidText): JsonObject {
  const answer = {text: said.text, finish: FINISH[said.finish ?? 'stop'], model: body['model'] ?? 'acme-1'};
  if (said.usage === 'none') return {answer};
  const input = JSON.stringify(body['messages'] ?? '').length;
  const usage = said.usage ?? {inputTokens: input, outputTokens: said.text.length};
  return {answer, usage: {input: usage.inputTokens, output: usage.outputTokens, cached: usage.cachedInputTokens}};
}

/** The schema that a request asks its answer to fit. */
export function schemaOf({format}: JsonObject): JsonObject | undefined {
  const schema = isObject(format) ? format['schema'] : undefined;
  return isObject(schema) ? schema : undefined;
}

function requestError(said: SaidFault): JsonObject {
  if (said.status === 'timeout') return {code: 'timeout', message: said.message ?? 'The model took too long.'};
  return {status: said.status, code: `error_${said.status}`, message: said.message ?? 'The request failed.'};
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
