import {type Encoded, fault, type JsonObject, type ModelRequest, type ParameterName} from '@agac/provider';
import {encodedLineBytes, LONGEST_ID} from '@agac/provider/kit';
import {describeModel} from './models.js';

const FIELDS: Readonly<Partial<Record<ParameterName, string>>> = {
  temperature: 'temperature',
  maxTokens: 'max_tokens',
  topP: 'top_p',
  stop: 'stop',
  seed: 'seed',
};

/**
 * A request in Acme's words. `options` are the user's own fields: they go along untouched, but never in place of what
 * agac says itself. Throws `unsupported` for a schema or parameter that the model does not take.
 */
export function encodeRequest(request: ModelRequest, options: JsonObject): Encoded {
  const card = describeModel(request.model);
  if (request.schema !== undefined && card.schema === 'none') throw unsupported(request.model, 'schema');
  const body = {
    ...options,
    ...parametersOf(request),
    model: request.model,
    messages: request.messages.map(({role, text}) => ({role, text})),
    ...(request.schema && {format: {name: request.schema.name, schema: request.schema.json}}),
  };
  return {body, bytes: encodedLineBytes(wireLine(LONGEST_ID, body)), notes: []};
}

/** One line of an input file. */
export function wireLine(id: string, body: JsonObject): JsonObject {
  return {id, request: body};
}

function parametersOf({model, parameters}: ModelRequest): JsonObject {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => {
      const field = FIELDS[name as ParameterName];
      if (field === undefined) throw unsupported(model, name);
      return [field, value];
    }),
  );
}

function unsupported(model: string, field: string): Error {
  return fault({code: 'unsupported', message: `${model} takes no ${field}.`, retry: 'never'});
}
