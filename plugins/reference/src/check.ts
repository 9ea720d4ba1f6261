import {fault, type JsonObject, type Limits, type Part} from '@agac/provider';
import {encodedLineBytes} from '@agac/provider/kit';

const ID = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/**
 * Reads a part through before anything is sent, and returns the bytes of its lines, newlines included. Throws
 * `refused`, not sent, for an id that is malformed or comes twice, and for a part or line over the limits.
 */
export async function checkPart(
  part: Part,
  limits: Limits,
  toLine: (id: string, body: JsonObject) => JsonObject,
): Promise<number> {
  const ids = new Set<string>();
  let bytes = 0;
  for await (const {id, body} of part.entries()) {
    if (!ID.test(id)) throw refused(`The id ${JSON.stringify(id)} is not one to 64 letters and digits.`);
    if (ids.has(id)) throw refused(`The id ${id} comes twice.`);
    ids.add(id);
    const lineBytes = encodedLineBytes(toLine(id, body));
    within('bytes in one line', lineBytes, limits.lineBytes);
    bytes += lineBytes + 1;
    within('requests', ids.size, limits.requests);
    within('bytes', bytes, limits.bytes);
  }
  return bytes;
}

function within(what: string, count: number, limit: number | undefined): void {
  if (limit !== undefined && count > limit) throw refused(`A job holds at most ${limit} ${what}; this is more.`);
}

function refused(message: string): Error {
  return fault({code: 'refused', message, retry: 'never', outcome: 'not-sent'});
}
