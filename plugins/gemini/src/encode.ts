import {type Encoded, fault, type JsonObject, type ModelRequest, type ParameterName} from '@agac/provider';
import {encodedLineBytes, known, LONGEST_ID} from '@agac/provider/kit';
import {describeModel} from './models.js';
import type {Options} from './options.js';
import {fitSchema} from './schema.js';

const FIELDS: Readonly<Record<ParameterName, string>> = {
  temperature: 'temperature',
  maxTokens: 'maxOutputTokens',
  topP: 'topP',
  stop: 'stopSequences',
  seed: 'seed',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
};

/**
 * A request as a GenerateContentRequest, which does not name its model. Throws `unsupported` for a schema or parameter that
 * the model does not take, and for a request without a message to answer.
 */
export function encodeRequest(request: ModelRequest, options: Options): Encoded {
  const {json, dropped} = schemaOf(request);
  const system = systemOf(request);
  const generation = {...options.generation, ...parametersOf(request), ...json};
  const body = {
    ...options.body,
    contents: contentsOf(request),
    ...(system.length > 0 && {systemInstruction: {parts: system}}),
    ...(Object.keys(generation).length > 0 && {generationConfig: generation}),
  };
  return {
    body,
    bytes: encodedLineBytes(lineOf(options)(LONGEST_ID, body)),
    notes: [
      ...dropped.map((what) => `Gemini does not enforce ${what}; it is checked when the answer is here.`),
      ...options.notes,
    ],
  };
}

/** What stands on the wire for one request. Where it may stand in the create or in a file, the longer of the two counts. */
export function lineOf({inline}: Pick<Options, 'inline'>): (id: string, body: JsonObject) => JsonObject {
  return inline ? inlineItem : fileLine;
}

/** An element of the list of requests that a create holds itself. */
export function inlineItem(id: string, body: JsonObject): JsonObject {
  return {metadata: {key: id}, request: body};
}

/** A line of an input file. */
export function fileLine(id: string, body: JsonObject): JsonObject {
  return {key: id, request: body};
}

/** By how many bytes an inline item is longer than the line of the same request. */
export const INLINE_EXTRA = encodedLineBytes(inlineItem('', {})) - encodedLineBytes(fileLine('', {}));

function contentsOf({messages}: ModelRequest): readonly JsonObject[] {
  const spoken = messages.filter(({role}) => role !== 'system');
  if (spoken.length > 0) {
    return spoken.map(({role, text}) => ({role: role === 'assistant' ? 'model' : 'user', parts: [{text}]}));
  }
  const message = 'Gemini answers no request that has a system message alone.';
  throw fault({code: 'unsupported', message, retry: 'never'});
}

function systemOf({messages}: ModelRequest): readonly JsonObject[] {
  return messages.filter(({role}) => role === 'system').map(({text}) => ({text}));
}

function parametersOf({model, parameters}: ModelRequest): JsonObject {
  const taken = describeModel(model).parameters;
  const given = Object.entries(known(parameters)) as [ParameterName, JsonObject[string]][];
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (!taken.includes(name)) throw unsupported(model, name);
      return [FIELDS[name], value];
    }),
  );
}

function schemaOf({model, schema}: ModelRequest): {readonly json: JsonObject; readonly dropped: readonly string[]} {
  if (schema === undefined) return {json: {}, dropped: []};
  if (describeModel(model).schema === 'none') throw unsupported(model, 'schema');
  const {json, dropped} = fitSchema(schema.json);
  return {json: {responseMimeType: 'application/json', responseJsonSchema: json}, dropped};
}

function unsupported(model: string, field: string): Error {
  return fault({code: 'unsupported', message: `${model} takes no ${field}.`, retry: 'never'});
}
