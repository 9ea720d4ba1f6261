import {once} from 'node:events';
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface Gate {
  readonly url: string;
  /** Lets so many more answers through; one to a client that has died meanwhile is lost, and counts. */
  readonly allow: (answers: number) => void;
  readonly close: () => Promise<void>;
}

/** A chat server that answers when it is told to, so that a test decides where a job stands. */
export async function openGate(): Promise<Gate> {
  let allowed = 0;
  let answered = 0;
  const waiting = new Set<ServerResponse>();
  const release = () => {
    for (const response of waiting) {
      if (answered >= allowed) return;
      waiting.delete(response);
      answered += 1;
      response.end('{"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}]}');
    }
  };
  const server = createServer((request, response) => {
    request.resume();
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
    release();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    allow: (answers) => {
      allowed += answers;
      release();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
