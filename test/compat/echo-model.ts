import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Json, JsonObject} from '@agac/provider';
import {OpenAiVendor} from '../../plugins/openai/test/vendor.js';

interface Chat {
  readonly messages: readonly {readonly content: string}[];
  readonly response_format?: {readonly json_schema?: {readonly schema: JsonObject; readonly strict?: boolean}};
}

/**
 * What the model of these tests answers: its instructions, with `"$shown"` in them replaced by the data it was shown,
 * and `"$attempt"` by how often it was asked, from 1. So the prompts of a project decide what its outputs are, and its
 * outputs tell what a model would have seen.
 */
export function echo({messages}: Chat): string {
  const [instructions, data] = messages.map(({content}) => content);
  // Asked again, there are two messages more: the answer before, and what is wrong with it.
  return instructions!.replaceAll('"$shown"', () => data!).replaceAll('"$attempt"', String(messages.length / 2));
}

/** A chat server that echoes, for the built-in engine. */
export async function startEchoModel(): Promise<{readonly baseUrl: string; readonly server: Server}> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const message = {role: 'assistant', content: echo(JSON.parse(text) as Chat)};
    response.end(JSON.stringify({model: 'echo', choices: [{message, finish_reason: 'stop'}]}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`};
}

/** OpenAI with the same model, held to schemas that are strict as OpenAI holds its own. */
export async function startEchoingOpenAi(): Promise<OpenAiVendor> {
  const vendor = new OpenAiVendor();
  await vendor.start();
  vendor.answer(({body}) => {
    const chat = body as unknown as Chat;
    const {schema, strict} = chat.response_format?.json_schema ?? {};
    const text = echo(chat);
    return [{kind: 'text', text: strict === true ? JSON.stringify(held(JSON.parse(text), schema!)) : text}];
  });
  return vendor;
}

/** The answer as a strict schema has it: a list in its wrapper, and a field that the model leaves out is null. */
function held(answer: Json, schema: JsonObject): Json {
  const properties = schema['properties'] as Readonly<Record<string, JsonObject>> | undefined;
  if (Array.isArray(answer)) {
    if (properties !== undefined) return {items: held(answer, properties['items']!)};
    return answer.map((each) => held(each, schema['items'] as JsonObject));
  }
  if (typeof answer !== 'object' || answer === null || properties === undefined) return answer;
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, held((answer as JsonObject)[name] ?? null, field)]),
  );
}
