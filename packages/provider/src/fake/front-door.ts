import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import type {Failure, Operation, Seen, Serving} from '../conformance/vendor.js';
import {sendFile} from './download.js';
import type {Exchange} from './exchange.js';
import {Failures, suffer} from './failures.js';
import type {Manners, Route} from './manners.js';
import {type CallError, Refusal, type Reply} from './reply.js';
import type {Shop} from './shop.js';

/** A point at which a request stands still while a test looks on, or kills the client. */
export interface Moment {
  readonly on: Operation;
  readonly when: 'before' | 'after';
  readonly path: string;
}

interface Call extends Exchange {
  readonly route: Route | undefined;
}

/** Where a fake is reached: it notes each request, lets it fail where it is to, asks for the key, and sends the answer. */
export class FrontDoor {
  around: (moment: Moment) => void | Promise<void> = () => {};
  /** The next download breaks off after so many bytes. */
  cutAfter: number | undefined;
  serving: Serving | undefined;
  readonly #manners: Manners;
  readonly #shop: Shop;
  readonly #failures = new Failures();
  readonly #key: string | undefined;
  readonly #seen: Exchange['seen'][] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new Map<Socket, number>();
  #busy = 0;
  #connections = 0;

  constructor(init: {readonly manners: Manners; readonly shop: Shop; readonly key: string | undefined}) {
    this.#manners = init.manners;
    this.#shop = init.shop;
    this.#key = init.key;
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
    const call = this.#receive(request, response);
    this.#seen.push(call.seen);
    this.#busy += 1;
    response.once('close', () => {
      this.#busy -= 1;
    });
    try {
      await this.#answer(call);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(`The fake broke: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  #receive(request: IncomingMessage, response: ServerResponse): Call {
    const url = new URL(request.url ?? '/', 'http://vendor.invalid');
    const method = request.method ?? '';
    const line = `${method} ${url.pathname}`;
    const route = this.#manners.routes.find(
      ({pattern, query}) => pattern.test(line) && (query?.test(url.search) ?? true),
    );
    const caught = (route?.pattern.exec(line) ?? []).slice(1).map((part) => decodeURIComponent(part ?? ''));
    const key = this.#manners.keyOf(request);
    const seen = {
      on: route?.on ?? ('other' as const),
      method,
      path: `${url.pathname}${url.search}`,
      connection: this.#sockets.get(request.socket) ?? 0,
      ...(key !== undefined && {key}),
    };
    return {on: seen.on, request, response, url, caught, seen, route};
  }

  async #answer(call: Call): Promise<void> {
    const {on, request, response, seen} = call;
    const errorOf = this.#manners.errorOf;
    const failure = this.#failures.take(on);
    await this.around({on, when: 'before', path: seen.path});
    if (failure?.when === 'before') {
      request.resume();
      return suffer(response, failure, {good: '{"id": "nothing"}', errorOf});
    }
    const reply = await this.#replyTo(call);
    await this.around({on, when: 'after', path: seen.path});
    if (failure !== undefined) suffer(response, failure, {good: 'json' in reply ? reply.json : '', errorOf});
    else if ('file' in reply) await this.#send(call, reply);
    else response.writeHead(reply.status, {'content-type': 'application/json', ...reply.headers}).end(reply.json);
  }

  async #replyTo(call: Call): Promise<Reply> {
    const {request, route, seen} = call;
    try {
      if (this.#key !== undefined && seen.key !== this.#key) throw new Refusal(this.#badKey(seen.key));
      if (route === undefined) {
        throw new Refusal({status: 404, code: 'not_found', message: `There is no ${seen.method} ${seen.path}.`});
      }
      return await route.act(call, this.#shop);
    } catch (error) {
      request.resume();
      if (error instanceof Refusal) return this.#manners.errorOf(error.call);
      if (!(error instanceof SyntaxError)) throw error;
      return this.#manners.errorOf({status: 400, code: 'invalid_json', message: error.message});
    }
  }

  // As vendors do, the message repeats the key that was offered.
  #badKey(key: string | undefined): CallError {
    const message = key === undefined ? 'A key is needed.' : `There is no key ${key}.`;
    return this.#manners.badKey?.(message) ?? {status: 401, code: 'bad_key', message};
  }

  async #send({request, response}: Call, reply: Extract<Reply, {readonly file: unknown}>): Promise<void> {
    const {cutAfter, serving} = this;
    this.cutAfter = undefined;
    const range = this.#manners.takesRanges ? request.headers.range : undefined;
    await sendFile(response, reply, {serving, cutAfter, range});
  }
}
