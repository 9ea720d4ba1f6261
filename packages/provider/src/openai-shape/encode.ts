import type {Encoded, JsonObject, ModelRequest, ParameterName} from '../contract.js';
import {fault} from '../fault.js';
import {encodedLineBytes, LONGEST_ID} from '../kit/bytes.js';
import {chatBody, jsonSchemaFormat} from './chat.js';
import type {Dialect} from './dialect.js';
import {jsonSchemaText, responsesBody} from './responses.js';

/** Fields that no option of the user's may set: they say what is asked and in which form the answer comes. */
const OWN_FIELDS = ['model', 'messages', 'input', 'response_format', 'text', 'stream', 'n', 'contents'];

/** A request in the vendor's words. Throws `unsupported` for a schema or parameter that the model does not take. */
export function encodeRequest(request: ModelRequest, dialect: Dialect): Encoded {
  const {endpoint, options, parameterFields} = dialect;
  requireAbilities(request, dialect);
  const {fields, notes} = schemaFields(request, dialect);
  const written = endpoint === '/v1/responses' ? responsesBody(request) : chatBody(request, parameterFields);
  const free = Object.entries(options.body).filter(([name]) => !OWN_FIELDS.includes(name));
  const body = {...Object.fromEntries(free), ...written, ...fields};
  return {
    body,
    bytes: encodedLineBytes(wireLine(LONGEST_ID, body, endpoint)),
    lane: endpoint,
    notes: [...notes, ...options.notes],
  };
}

/** One line of an input file. */
export function wireLine(id: string, body: JsonObject, endpoint: string): JsonObject {
  return {custom_id: id, method: 'POST', url: endpoint, body};
}

function requireAbilities({model, schema, parameters}: ModelRequest, {describe}: Dialect): void {
  const card = describe(model);
  if (schema !== undefined && card.schema === 'none') throw unsupported(model, 'schema');
  for (const [name, value] of Object.entries(parameters)) {
    const isTaken = card.parameters.includes(name as ParameterName);
    if (value !== undefined && !isTaken) throw unsupported(model, name);
  }
}

function schemaFields(
  {schema, model}: ModelRequest,
  {fit, endpoint}: Dialect,
): {readonly fields: JsonObject; readonly notes: readonly string[]} {
  if (schema === undefined) return {fields: {}, notes: []};
  const {json, strict, dropped} = fit(schema.json, model);
  const notes = dropped.map((what) => `The vendor does not enforce ${what}; it is checked when the answer is here.`);
  const name = schema.name;
  const fields =
    endpoint === '/v1/responses'
      ? {text: jsonSchemaText(name, json, strict)}
      : {response_format: jsonSchemaFormat(name, json, strict)};
  return {fields, notes};
}

function unsupported(model: string, field: string): Error {
  return fault({code: 'unsupported', message: `${model} takes no ${field}.`, retry: 'never'});
}
