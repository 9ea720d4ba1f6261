import {type Encoded, fault, type JsonObject, type ModelRequest, type ParameterName} from '@agac/provider';
import {countOf, encodedLineBytes, known, LONGEST_ID, objectOf} from '@agac/provider/kit';
import {describeModel, generationOf} from './models.js';
import type {Options} from './options.js';
import {fitAnthropic} from './schema.js';

/** The tool that models without an output format are made to use; its input is the answer. */
export const ANSWER_TOOL = 'agac_answer';

/** Anthropic wants it said. Every model can do the first; one that thinks does it within the same number. */
const MOST_TOKENS = {plain: 4096, thinking: 16_384};
/** A batch takes longer than the usual five minutes. */
const CACHE = {type: 'ephemeral', ttl: '1h'};
/** What cannot go along with a tool that must be used. */
const AGAINST_TOOL = ['tools', 'tool_choice', 'thinking'];

/** A request in Anthropic's words. Throws `unsupported` for a parameter, or a value of it, that the model does not take. */
export function encodeRequest(request: ModelRequest, options: Options): Encoded {
  const {model, messages} = request;
  requireAbilities(request, options);
  const answer = answerFields(request, options);
  const tokens = maxTokens(request, options);
  const sampling = samplingFields(request);
  const instructions = systemFields(request, options, answer.said);
  const free = Object.entries(options.body).filter(
    ([name]) => answer.isForced !== true || !AGAINST_TOOL.includes(name),
  );
  const body = {
    ...Object.fromEntries(free),
    model,
    ...tokens.fields,
    ...instructions.fields,
    messages: messages.filter(({role}) => role !== 'system').map(({role, text}) => ({role, content: text})),
    ...sampling.fields,
    ...answer.fields,
  };
  return {
    body,
    bytes: encodedLineBytes(wireLine(LONGEST_ID, body)),
    ...known({mostOutputTokens: countOf(tokens.fields['max_tokens'] ?? options.body['max_tokens'])}),
    notes: [...answer.notes, ...tokens.notes, ...sampling.notes, ...instructions.notes, ...options.notes],
  };
}

/** One element of the list in a create. */
export function wireLine(id: string, body: JsonObject): JsonObject {
  return {custom_id: id, params: body};
}

/** A piece of a body, and what could not be said in it. */
interface Piece {
  readonly fields: JsonObject;
  readonly notes: readonly string[];
}

interface AnswerPiece extends Piece {
  /** More instructions: the schema, where it can only be shown. */
  readonly said?: string;
  readonly isForced?: true;
}

/** How the answer is made to fit the schema: by an output format, by a tool that must be used, or by asking for it. */
function answerFields({model, schema}: ModelRequest, {body}: Options): AnswerPiece {
  if (schema === undefined) return {fields: {}, notes: []};
  if (!generationOf(model).hasOutputFormat)
    return schema.json['type'] === 'object' ? forced(schema.json, body) : asked(schema.json, []);
  const {json, strict, dropped} = fitAnthropic(schema.json);
  const notes = dropped.map((what) => `The vendor does not enforce ${what}; it is checked when the answer is here.`);
  if (!strict) return asked(json, notes);
  const format = {type: 'json_schema', schema: json};
  return {fields: {output_config: {...objectOf(body['output_config']), format}}, notes};
}

function forced(schema: JsonObject, body: JsonObject): AnswerPiece {
  const tool = {name: ANSWER_TOOL, description: 'Takes the whole answer.', input_schema: schema};
  const lost = AGAINST_TOOL.filter((name) => body[name] !== undefined);
  return {
    fields: {tools: [tool], tool_choice: {type: 'tool', name: ANSWER_TOOL}},
    notes: lost.map((name) => `The option ${name} is left out: this model gives JSON by a tool that it must use.`),
    isForced: true,
  };
}

function asked(schema: JsonObject, notes: readonly string[]): AnswerPiece {
  const said = `Answer with JSON alone, without any words around it. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
  return {fields: {}, notes, said};
}

/** The instructions, all of them before the conversation. Blocks without text are refused, and say nothing. */
function systemFields({messages}: ModelRequest, {caching}: Options, said: string | undefined): Piece {
  const texts = messages.filter(({role}) => role === 'system').map(({text}) => text);
  const blocks = [...texts, ...(said === undefined ? [] : [said])]
    .filter((text) => text.trim() !== '')
    .map((text) => ({type: 'text', text}));
  const last = blocks.at(-1);
  if (last === undefined)
    return {fields: {}, notes: caching ? ['There are no instructions that a cache could hold.'] : []};
  // What stands before a mark is cached with it: one mark does for the tool and all the blocks.
  const system = caching ? [...blocks.slice(0, -1), {...last, cache_control: CACHE}] : blocks;
  return {fields: {system}, notes: []};
}

function maxTokens({model, parameters}: ModelRequest, {body}: Options): Piece {
  if (parameters.maxTokens !== undefined) return {fields: {max_tokens: parameters.maxTokens}, notes: []};
  if (body['max_tokens'] !== undefined) return {fields: {}, notes: []};
  const most = generationOf(model).thinks ? MOST_TOKENS.thinking : MOST_TOKENS.plain;
  const note = `Answers of ${model} end at ${most} tokens, since Anthropic wants a number; set max_tokens for another one.`;
  return {fields: {max_tokens: most}, notes: [note]};
}

function samplingFields({model, parameters}: ModelRequest): Piece {
  const {temperature, topP, stop} = parameters;
  const isOneTooMany = temperature !== undefined && topP !== undefined && generationOf(model).takesOneSampler;
  return {
    fields: {
      ...(temperature !== undefined && {temperature}),
      ...(topP !== undefined && !isOneTooMany && {top_p: topP}),
      ...(stop !== undefined && {stop_sequences: stop}),
    },
    notes: isOneTooMany ? [`${model} takes temperature or top_p, not both; top_p is left out.`] : [],
  };
}

function requireAbilities({model, parameters}: ModelRequest, options: Options): void {
  const taken = describeModel(model, options).parameters;
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && !taken.includes(name as ParameterName)) throw unsupported(`${model} takes no ${name}.`);
  }
  const {temperature = 0, stop = []} = parameters;
  if (temperature > 1) throw unsupported(`${model} takes a temperature from 0 to 1; ${temperature} is more.`);
  if (stop.some((text) => text.trim() === '')) throw unsupported(`${model} takes no stop that is blank.`);
}

function unsupported(message: string): Error {
  return fault({code: 'unsupported', message, retry: 'never'});
}
