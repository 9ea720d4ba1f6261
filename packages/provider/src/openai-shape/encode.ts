import type {Encoded, ModelRequest, ParameterName} from '../contract/request.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {encodedLineBytes, LONGEST_ID} from '../kit/bytes.js';
import {chatBody, jsonSchemaFormat} from './chat.js';
import type {Wording} from './dialect.js';
import {jsonSchemaText, responsesBody} from './responses.js';
import {withSchemaTold} from './schema-told.js';

/** Fields that no option of the user's may set: they say what is asked and in which form the answer comes. */
const OWN_FIELDS = ['model', 'messages', 'input', 'response_format', 'text', 'stream', 'n', 'contents'];

/** A request in the vendor's words. Throws `unsupported` for a schema or parameter that the model does not take. */
export function encodeRequest(request: ModelRequest, wording: Wording): Encoded {
  const {endpoint, options, parameterFields} = wording;
  requireAbilities(request, wording);
  const {fields, notes, asked = request} = schemaFields(request, wording);
  const written = endpoint === '/v1/responses' ? responsesBody(asked) : chatBody(asked, parameterFields);
  const free = Object.entries(options.body).filter(([name]) => !OWN_FIELDS.includes(name));
  const body = {...Object.fromEntries(free), ...written, ...fields};
  return {
    body,
    bytes: encodedLineBytes(lineWriter(wording, endpoint)(LONGEST_ID, body)),
    lane: endpoint,
    notes: [...notes, ...options.notes],
  };
}

/** What makes the line of one request in an input file. */
export function lineWriter({toLine}: Wording, endpoint: string): NonNullable<Wording['toLine']> {
  return toLine ?? ((id, body) => ({custom_id: id, method: 'POST', url: endpoint, body}));
}

function requireAbilities({model, schema, parameters}: ModelRequest, {describe}: Wording): void {
  const card = describe(model);
  if (schema !== undefined && card.schema === 'none') throw unsupported(model, 'schema');
  for (const [name, value] of Object.entries(parameters)) {
    const isTaken = card.parameters.includes(name as ParameterName);
    if (value !== undefined && !isTaken) throw unsupported(model, name);
  }
}

interface SchemaFields {
  readonly fields: JsonObject;
  readonly notes: readonly string[];
  /** The request with more in it, where the schema is not a field. */
  readonly asked?: ModelRequest;
}

function schemaFields(request: ModelRequest, {fit, endpoint, isTold}: Wording): SchemaFields {
  const {schema, model} = request;
  if (schema === undefined) return {fields: {}, notes: []};
  if (isTold?.(model)) {
    const notes = [`${model} takes no schema: a message tells it, and the answer is checked when it is here.`];
    return {fields: {response_format: {type: 'json_object'}}, notes, asked: withSchemaTold(request, schema.json)};
  }
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
