import type {Json, JsonObject} from '@agac/provider';
import type {Asked, Said, SaidText} from '@agac/provider/conformance';
import type {Spoken} from '@agac/provider/fake';

const FINISH = {stop: 'STOP', length: 'MAX_TOKENS', filter: 'SAFETY', other: 'SOMETHING_NEW'} as const;

/** google.rpc.Code by the status of HTTP that Google maps it to. */
const RPC_CODES = new Map([
  [400, 3],
  [404, 5],
  [422, 3],
  [429, 8],
  [500, 13],
  [503, 14],
  [504, 4],
]);

/** Puts what the fake was told to say into a row of a result file. */
export function speak({id, body}: Asked, said: Said): Spoken {
  switch (said.kind) {
    case 'text':
      return row('output', {key: said.id ?? id, response: response(body, said)});
    case 'fault': {
      const {status, message = 'The request failed.'} = said;
      return row('error', {key: id, error: {code: status === 'timeout' ? 504 : status, message}});
    }
    case 'tool-call':
      return row('output', {key: id, response: toolCall()});
    case 'empty-object':
      return row('output', {key: id, response: {}});
    case 'raw':
      return {channel: 'output', line: said.line};
  }
}

/** A row of a result file as it stands in the list of an inline job, where errors have the codes of google.rpc. */
export function inlined(line: string): string {
  const written = parsed(line);
  if (written === undefined) return JSON.stringify(line);
  const {key, error, ...rest} = (written ?? {}) as JsonObject;
  if (typeof key !== 'string') return line;
  const {code, ...said} = (error ?? {}) as JsonObject;
  return JSON.stringify({
    ...rest,
    ...(error !== undefined && {error: {code: RPC_CODES.get(Number(code)) ?? 2, ...said}}),
    metadata: {key},
  });
}

/** A GenerateContentResponse of a model that thought before it spoke, in two parts. */
export function response(_body: JsonObject, {text, finish = 'stop', usage}: SaidText): JsonObject {
  const middle = Math.floor(text.length / 2);
  const parts = [
    {text: 'Thinking about it.', thought: true},
    {text: text.slice(0, middle)},
    {text: text.slice(middle), thoughtSignature: 'c2lnbmF0dXJl'},
  ];
  const counts = usage === 'none' ? undefined : (usage ?? {inputTokens: 9, outputTokens: text.length});
  return {
    candidates: [{content: {parts, role: 'model'}, finishReason: FINISH[finish], index: 0}],
    ...(counts && {usageMetadata: usageMetadata(counts)}),
    modelVersion: 'gemini-2.5-flash',
    responseId: 'response-1',
  };
}

/** The schema that a request asks its answer to fit. */
export function schemaOf({generationConfig}: JsonObject): JsonObject | undefined {
  return (generationConfig as JsonObject | undefined)?.['responseJsonSchema'] as JsonObject | undefined;
}

function usageMetadata({inputTokens, outputTokens, cachedInputTokens}: Exclude<SaidText['usage'], 'none' | undefined>) {
  const thoughts = outputTokens === undefined ? undefined : Math.min(2, outputTokens);
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens === undefined ? undefined : outputTokens - (thoughts ?? 0),
    thoughtsTokenCount: thoughts,
    cachedContentTokenCount: cachedInputTokens,
    totalTokenCount: (inputTokens ?? 0) + (outputTokens ?? 0),
  };
}

function toolCall(): JsonObject {
  const parts = [{functionCall: {name: 'search', args: {}}}];
  return {candidates: [{content: {parts, role: 'model'}, finishReason: 'STOP', index: 0}]};
}

function row(channel: Spoken['channel'], line: JsonObject): Spoken {
  return {channel, line: JSON.stringify(line)};
}

/** Undefined: no JSON. */
function parsed(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json;
  } catch {
    return undefined;
  }
}
