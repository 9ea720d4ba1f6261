import {createHash} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Operation, Seen} from '../conformance/vendor.js';
import type {JsonObject} from '../json.js';

/** One request under way. */
export interface Exchange {
  readonly on: Operation;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What the groups of the route's pattern caught, URL-decoded. */
  readonly caught: readonly string[];
  readonly seen: {-readonly [Name in keyof Seen]: Seen[Name]};
}

/** The request's body, once; its digest and length are noted when it has come whole. */
export async function* bodyOf({request, seen}: Exchange): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  seen.digest = hash.digest('hex');
  seen.bytes = bytes;
}

/** The request's body as JSON; an empty one is an empty object. Throws a SyntaxError for what is no JSON. */
export async function jsonBodyOf(exchange: Exchange): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyOf(exchange)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as JsonObject);
}
