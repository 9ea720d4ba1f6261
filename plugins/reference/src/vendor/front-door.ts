import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import type {Failure, Operation, Seen} from '@agac/provider/conformance';
import type {Desk} from './desk.js';
import {type Exchange, openExchange} from './exchange.js';
import {errorBody, Failures, suffer} from './failures.js';

/** A point at which a request stands still while a test looks on, or kills the client. */
export interface Moment {
  readonly on: Operation;
  readonly when: 'before' | 'after';
  readonly path: string;
}

/** Where Acme is reached: it notes each request, lets it fail where it is to, asks for the key, and sends the answer. */
export class FrontDoor {
  around: (moment: Moment) => void | Promise<void> = () => {};
  readonly #desk: Desk;
  readonly #failures = new Failures();
  readonly #key: string;
  readonly #seen: Exchange['seen'][] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new Map<Socket, number>();
  #busy = 0;
  #connections = 0;

  constructor(desk: Desk, key: string) {
    this.#desk = desk;
    this.#key = key;
    this.#server.on('connection', (socket) => {
      this.#connections += 1;
      this.#sockets.set(socket, this.#connections);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get busy(): number {
    return this.#busy;
  }

  get seen(): readonly Seen[] {
    return this.#seen;
  }

  /** Resolves with the port. */
  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets.keys()) socket.destroy();
    await once(this.#server, 'close');
  }

  fail(failure: Failure): void {
    this.#failures.add(failure);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = openExchange(request, response, this.#sockets.get(request.socket) ?? 0);
    this.#seen.push(exchange.seen);
    this.#busy += 1;
    response.once('close', () => {
      this.#busy -= 1;
    });
    try {
      await this.#answer(exchange);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(errorBody('fake_broke', String(error)));
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const {on, request, response, seen} = exchange;
    const failure = this.#failures.take(on);
    await this.around({on, when: 'before', path: seen.path});
    if (failure?.when === 'before') {
      request.resume();
      return suffer(response, failure, '{"id": "nothing"}');
    }
    if (seen.key !== this.#key) return refuseKey(exchange);
    const reply = await this.#desk.act(exchange);
    await this.around({on, when: 'after', path: seen.path});
    const good = 'json' in reply ? reply.json : '';
    if (failure !== undefined) suffer(response, failure, good);
    else if ('file' in reply) await this.#desk.send(exchange, reply.file);
    else response.writeHead(reply.status, {'content-type': 'application/json'}).end(good);
  }
}

// As vendors do, the message repeats the key that was offered.
function refuseKey({request, response, seen}: Exchange): void {
  request.resume();
  const message = seen.key === undefined ? 'A key is needed.' : `There is no key ${seen.key}.`;
  response.writeHead(401, {'content-type': 'application/json'}).end(errorBody('bad_key', message));
}
