import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';

export interface Loopback {
  readonly url: string;
  readonly port: number;
  /** Requests that arrived, oldest first. */
  readonly seen: readonly IncomingMessage[];
  /** Connections open now. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

/** An HTTP server on this machine that answers everything with `handle`. */
export async function loopback(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Loopback> {
  const seen: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    seen.push(request);
    handle(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    open: () => sockets.size,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of this machine that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = await loopback(() => {});
  await server.stop();
  return server.port;
}
