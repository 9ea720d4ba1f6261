import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface Asked {
  /** Method and path, the query included. */
  readonly line: string;
  readonly body: string;
  readonly authorization?: string;
}

export interface Server {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly close: () => void;
}

/** A server that answers as it is told: with a body, or a status. Notes what it is asked. */
export async function serverOf(answer: (asked: Asked) => object | string | number): Promise<Server> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const {method, url, headers} = request;
    const {authorization} = headers;
    const one = {
      line: `${method} ${url}`,
      body: Buffer.concat(chunks).toString(),
      ...(authorization && {authorization}),
    };
    asked.push(one);
    const said = answer(one);
    if (typeof said === 'number') response.writeHead(said).end('{}');
    else response.end(typeof said === 'string' ? said : JSON.stringify(said));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {url: `http://127.0.0.1:${port}/v1`, asked, close: () => void server.close()};
}
