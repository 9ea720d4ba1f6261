import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';

interface Chat {
  readonly messages: readonly {readonly content: string}[];
}

/**
 * A chat server whose answer is its instructions, with `"$shown"` in them replaced by the data it was shown. So the
 * prompts of a project decide what its outputs are, and its outputs tell what a model would have seen.
 */
export async function startEchoModel(): Promise<{readonly baseUrl: string; readonly server: Server}> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const [instructions, data] = (JSON.parse(text) as Chat).messages.map(({content}) => content);
    const content = instructions!.replaceAll('"$shown"', () => data!);
    const message = {role: 'assistant', content};
    response.end(JSON.stringify({model: 'echo', choices: [{message, finish_reason: 'stop'}]}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`};
}
