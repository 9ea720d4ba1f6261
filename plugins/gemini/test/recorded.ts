import {once} from 'node:events';
import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A request's body as it was on the wire. */
export interface Recorded {
  /** Without its query. */
  readonly path: string;
  readonly text: string;
}

/** Stands between a client and a server while `act` runs, and returns the bodies of all that was sent. */
export async function recorded(target: string, act: (url: string) => Promise<unknown>): Promise<readonly Recorded[]> {
  const bodies: Recorded[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    bodies.push({path: (incoming.url ?? '').replace(/\?.*/, ''), text: body.toString('utf8')});
    pass(target, {incoming, outgoing, body});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return bodies;
}

/** Hands a request on; its host stays, so that addresses in the answer lead back here. */
function pass(
  target: string,
  {incoming, outgoing, body}: {incoming: IncomingMessage; outgoing: ServerResponse; body: Buffer},
): void {
  const {method, headers, url = ''} = incoming;
  const onward = request(target + url, {method, headers, agent: false}, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.end(body);
}
