import type {Json, JsonObject} from '@agac/provider';

/** Models that are not there, to whatever else is asked of them. */
const KNOWN_MODEL = /^claude-/;
/** From 4.7 on. */
const UNSAMPLED = /^claude-(opus-4-[7-9]|(opus|sonnet|haiku|fable|mythos)-[5-9])/;
const WITHOUT_FORMAT = /^claude-(3|opus-4-(0|1|2025)|sonnet-4-(0|2025))/;
const UNSTRUCTURED = ['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'maxItems', 'oneOf', 'not'];

/** What Anthropic says against the params of one request, when it comes to it; undefined: nothing. */
export function problemIn(params: JsonObject): string | undefined {
  const {model, max_tokens: most, messages, temperature, stream} = params;
  if (typeof model !== 'string' || !KNOWN_MODEL.test(model)) return `model: ${JSON.stringify(model)}`;
  if (typeof most !== 'number' || most < 1) return 'max_tokens: Field required';
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one message is required';
  if (messages.some((message) => isObject(message) && message['role'] === 'system')) {
    return 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter.';
  }
  if (stream !== undefined) return 'stream: not supported';
  if (temperature !== undefined && UNSAMPLED.test(model)) return '`temperature` is deprecated for this model.';
  if (typeof temperature === 'number' && temperature > 1) return 'temperature: range: 0..1';
  return problemInFormat(params, model);
}

function problemInFormat({output_config: config}: JsonObject, model: string): string | undefined {
  const format = isObject(config) ? config['format'] : undefined;
  if (format === undefined) return undefined;
  if (WITHOUT_FORMAT.test(model)) return `'${model}' does not support output format.`;
  const schema = isObject(format) ? format['schema'] : undefined;
  if (!isObject(schema)) return 'output_config.format.schema: Field required';
  return problemInSchema(schema);
}

function problemInSchema(schema: JsonObject): string | undefined {
  const keyword = UNSTRUCTURED.find((each) => schema[each] !== undefined);
  if (keyword !== undefined) return `output_config.format.schema: '${keyword}' is not supported`;
  if (schema['type'] === 'object' && schema['additionalProperties'] !== false) {
    return "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false";
  }
  const properties = isObject(schema['properties']) ? Object.values(schema['properties']) : [];
  for (const inner of [...properties, schema['items']]) {
    const problem = isObject(inner) ? problemInSchema(inner) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
