import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** An API on the loopback interface. */
export class Api {
  readonly asked: {readonly url: string; readonly authorization: string | undefined}[] = [];
  readonly #server: Server;

  private constructor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#server = createServer((request, response) => {
      this.asked.push({url: request.url ?? '', authorization: request.headers.authorization});
      answer(request, response);
    });
  }

  static async open(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Api> {
    const api = new Api(answer);
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
