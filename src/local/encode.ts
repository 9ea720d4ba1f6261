import type {Encoded, Json, JsonObject, ModelRequest, ParameterName, Settings} from '@agac/provider';
import {encodedLineBytes, LONGEST_ID} from '@agac/provider/kit';
import {engineFor} from './engine.js';
import {concurrencyOf} from './options.js';
import {REHEARSAL_OPTIONS} from './rehearsal.js';

const PARAMETER_FIELDS: Readonly<Record<ParameterName, string>> = {
  temperature: 'temperature',
  maxTokens: 'max_tokens',
  topP: 'top_p',
  stop: 'stop',
  seed: 'seed',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
};

/** Fields that no option may set: they say what is asked and in which form the answer comes. */
const OWN_FIELDS = ['model', 'messages', 'response_format', 'stream', 'n'];

/**
 * The body of an OpenAI-compatible chat completion, for the sample engine too. Options that are not the engine's own
 * are passed to a server as they are. Throws the fault `unsupported` where nobody can answer for the model.
 */
export function encodeRequest(request: ModelRequest, settings: Settings): Encoded {
  const {kind} = engineFor(settings, request.model);
  concurrencyOf(settings.options);
  const options = Object.entries(settings.options).filter(([name]) => !isEngineOption(name, kind));
  const passed = kind === 'chat' ? options.filter(([name]) => !OWN_FIELDS.includes(name)) : [];
  const body: JsonObject = {
    ...Object.fromEntries(passed),
    model: request.model,
    messages: request.messages.map(({role, text}) => ({role, content: text})),
    ...responseFormat(request),
    ...parameterFields(request),
  };
  const notes = options
    .filter((option) => !passed.includes(option))
    .map(([name]) => `The vendor option ${name} is not one that ${request.model} takes here; it is left out.`);
  return {body, bytes: encodedLineBytes({id: LONGEST_ID, body}), notes};
}

function isEngineOption(name: string, kind: 'sample' | 'chat'): boolean {
  return name === 'concurrency' || (kind === 'sample' && REHEARSAL_OPTIONS.includes(name));
}

function responseFormat({schema}: ModelRequest): JsonObject {
  if (schema === undefined) return {};
  const name = schema.name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'answer';
  return {response_format: {type: 'json_schema', json_schema: {name, schema: schema.json, strict: true}}};
}

function parameterFields({parameters}: ModelRequest): JsonObject {
  const given = Object.entries(parameters) as [ParameterName, Json | undefined][];
  return Object.fromEntries(
    given.filter(([, value]) => value !== undefined).map(([name, value]) => [PARAMETER_FIELDS[name], value]),
  );
}
