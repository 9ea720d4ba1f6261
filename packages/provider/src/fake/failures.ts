import type {ServerResponse} from 'node:http';
import type {Failure, Operation} from '../conformance/vendor.js';
import type {CallError, JsonReply} from './reply.js';

/** What the next requests are to suffer, first come first served. */
export class Failures {
  #pending: {readonly failure: Failure; left: number}[] = [];

  add(failure: Failure): void {
    this.#pending.push({failure, left: failure.times ?? 1});
  }

  /** The failure meant for a request of this kind; it is used up by one. */
  take(on: Operation): Failure | undefined {
    const found = this.#pending.find(({failure}) => failure.on === on);
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#pending = this.#pending.filter((entry) => entry !== found);
    return found.failure;
  }
}

export interface Suffering {
  /** The JSON that would have been sent. */
  readonly good: string;
  /** Puts an error into the vendor's shape. */
  readonly errorOf: (error: CallError) => JsonReply;
}

/** Answers as the failure says. */
export function suffer(response: ServerResponse, {how}: Failure, {good, errorOf}: Suffering): void {
  if (how === 'hang') return;
  if (how === 'reset') {
    response.socket?.resetAndDestroy();
  } else if (how === 'truncated') {
    response.writeHead(200, {'content-type': 'application/json'}).end(good.slice(0, Math.ceil(good.length / 2)));
  } else {
    const {status, message = 'Something went wrong.'} = how;
    const error = errorOf({status, code: `error_${status}`, message});
    const headers = {'content-type': 'application/json', ...error.headers, ...how.headers};
    response.writeHead(status, headers).end(how.body ?? error.json);
  }
}
