import type {Encoded, JsonObject, ModelRequest, Settings} from '@agac/provider';
import {encodedLineBytes, LONGEST_ID} from '@agac/provider/kit';
import {chatBody, jsonSchemaFormat} from '@agac/provider/openai-shape';
import {inForm} from './answer-form.js';
import {engineFor} from './engine.js';
import {concurrencyOf, firstForm} from './options.js';
import {REHEARSAL_OPTIONS} from './rehearsal.js';

/** Fields that no option may set: they say what is asked and in which form the answer comes. */
const OWN_FIELDS = ['model', 'messages', 'response_format', 'stream', 'n'];

/**
 * The body of an OpenAI-compatible chat completion, for the sample engine too. Options that are not the engine's own
 * are passed to a server as they are. Throws the fault `unsupported` where nobody can answer for the model.
 */
export function encodeRequest(request: ModelRequest, settings: Settings): Encoded {
  const {schema} = request;
  const {kind} = engineFor(settings, request.model);
  concurrencyOf(settings.options);
  const form = kind === 'chat' ? firstForm(settings.options) : 'schema';
  const options = Object.entries(settings.options).filter(([name]) => !isEngineOption(name, kind));
  const passed = kind === 'chat' ? options.filter(([name]) => !OWN_FIELDS.includes(name)) : [];
  const firm: JsonObject = {
    ...Object.fromEntries(passed),
    ...chatBody(request),
    ...(schema && {response_format: jsonSchemaFormat(schema.name, schema.json, true)}),
  };
  const body = schema === undefined ? firm : inForm(firm, form);
  const notes = options
    .filter((option) => !passed.includes(option))
    .map(([name]) => `The vendor option ${name} is not one that ${request.model} takes here; it is left out.`);
  return {body, bytes: encodedLineBytes({id: LONGEST_ID, body}), notes};
}

function isEngineOption(name: string, kind: 'sample' | 'chat'): boolean {
  return (
    name === 'concurrency' || (kind === 'sample' ? REHEARSAL_OPTIONS.includes(name) : name === 'structured_output')
  );
}
