import type {ServerResponse} from 'node:http';
import type {Failure, Operation} from '@agac/provider/conformance';

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

/** Answers as the failure says; `good` is the JSON that would have been sent. */
export function suffer(response: ServerResponse, {how}: Failure, good: string): void {
  if (how === 'hang') return;
  if (how === 'reset') {
    response.socket?.resetAndDestroy();
  } else if (how === 'truncated') {
    response.writeHead(200, {'content-type': 'application/json'}).end(good.slice(0, Math.ceil(good.length / 2)));
  } else {
    const body = how.body ?? errorBody(`error_${how.status}`, how.message ?? 'Something went wrong.');
    response.writeHead(how.status, {'content-type': 'application/json', ...how.headers}).end(body);
  }
}

/** Acme's shape for an error of a whole call. */
export function errorBody(code: string, message: string): string {
  return JSON.stringify({error: {code, message}});
}
