import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Review} from '../engine/review.js';
import {admit} from './admission.js';
import {readBody} from './read-body.js';
import {json, type Reply, send} from './reply.js';
import type {ReviewWorld} from './reviewer.js';
import {answerGet, takeDecision} from './routes.js';

const TOKEN_BYTES = 32;

/**
 * Serves the page on which a person decides, on this machine alone, until they end it, or nothing is heard of them for
 * as long as the action's timeout. What was decided by then is kept. Throws what went wrong with a decision, and the
 * signal's reason.
 */
export async function servePage(review: Review, world: ReviewWorld): Promise<void> {
  const {signal, notify} = world;
  const {name, port: wanted, timeout} = review.action;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const server = createServer();
  const port = await listen(server, wanted);
  if (port !== wanted) {
    notify({kind: 'warning', message: `${name}: port ${wanted} is taken, so the page is on port ${port}.`});
  }
  try {
    await new Promise<void>((resolve, reject) => {
      const idle = setTimeout(resolve, timeout * 1000);
      const visit: Visit = {review, world, port, token, alive: () => idle.refresh(), end: resolve, fail: reject};
      signal.addEventListener('abort', () => reject(signal.reason), {once: true});
      server.on('request', (request, response) => void respond(request, response, visit));
      const address = `http://127.0.0.1:${port}/${token}/`;
      notify({kind: 'reviewing', action: name, address, open: review.groups - review.decided});
      server.once('close', () => clearTimeout(idle));
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** On the port that is wanted, or on one that is free. */
async function listen(server: Server, wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error('No port is free.');
}

interface Visit {
  readonly review: Review;
  readonly world: ReviewWorld;
  readonly port: number;
  readonly token: string;
  /** The person has given a sign of life. */
  readonly alive: () => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

async function respond(request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> {
  const {method = '', url = '', headers} = request;
  try {
    const path = admit({method, url, headers}, visit);
    if (typeof path !== 'string') return send(response, json({message: path.message}, path.status));
    visit.alive();
    const reply = method === 'GET' ? answerGet(path, visit.review) : await answerPost(path, request, visit);
    send(response, reply);
    if (path === 'end' && reply.status === 200) onceSent(response, visit.end);
  } catch (error) {
    send(response, json({message: (error as Error).message}, 500));
    onceSent(response, () => visit.fail(error));
  }
}

/** Or once there is nobody to send it to. */
function onceSent(response: ServerResponse, then: () => void): void {
  if (response.destroyed) then();
  else response.once('close', then);
}

async function answerPost(path: string, request: IncomingMessage, {review, world}: Visit): Promise<Reply> {
  const body = await readBody(request);
  if ('message' in body) return json({message: body.message}, body.status);
  if (path === 'decisions') return takeDecision(body.value, review, world.now());
  return path === 'alive' || path === 'end' ? json({}) : json({message: 'There is no such thing here.'}, 404);
}
