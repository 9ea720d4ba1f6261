import type {Limits} from '../contract/card.js';
import type {Part} from '../contract/part.js';
import {fault, isFault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {encodedLineBytes} from './bytes.js';

const ID = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/**
 * Reads a part through before anything is sent, and returns the bytes of its lines, newlines included. Throws
 * `refused`, not sent, for an id that is malformed or comes twice, for a part or line over the limits, and with
 * `oneModel` for a body whose field `model` is not the part's. Holds its ids: some 60 bytes a request.
 */
export async function checkPart(part: Part, {limits, toLine, oneModel = false}: PartRules): Promise<number> {
  const ids = new Set<string>();
  let bytes = 0;
  for await (const {id, body} of part.entries()) {
    if (!ID.test(id)) throw refused(`The id ${JSON.stringify(id)} is not one to 64 letters and digits.`);
    if (ids.has(id)) throw refused(`The id ${id} comes twice.`);
    if (oneModel && body['model'] !== part.model) throw refused(`The request ${id} is for another model than the job.`);
    ids.add(id);
    const lineBytes = encodedLineBytes(toLine(id, body));
    within('bytes in one line', lineBytes, limits.lineBytes);
    bytes += lineBytes + 1;
    within('requests', ids.size, limits.requests);
    within('bytes', bytes, limits.bytes);
  }
  return bytes;
}

export interface PartRules {
  readonly limits: Limits;
  /** What stands in the file, or in the list, for one request. */
  readonly toLine: (id: string, body: JsonObject) => JsonObject;
  /** The vendor takes one model a job, and bodies name it. */
  readonly oneModel?: boolean;
}

/** Says of a fault that came up before the create that no job was made, whatever became of the request it is about. */
export function beforeCreate(error: unknown): never {
  throw isFault(error) ? Object.assign(error, {outcome: 'not-sent'}) : error;
}

/** The lines of a part as they are uploaded, not held. */
export async function* wireLines(part: Part, toLine: PartRules['toLine']): AsyncGenerator<Uint8Array> {
  for await (const {id, body} of part.entries()) yield Buffer.from(`${JSON.stringify(toLine(id, body))}\n`);
}

function within(what: string, count: number, limit: number | undefined): void {
  if (limit !== undefined && count > limit) throw refused(`A job holds at most ${limit} ${what}; this is more.`);
}

function refused(message: string): Error {
  return fault({code: 'refused', message, retry: 'never', outcome: 'not-sent'});
}
