import type {IncomingMessage} from 'node:http';
import type {Json} from '@agac/provider';
import type {Refusal} from './admission.js';

/** A decision holds a comment and the fields that were changed. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The JSON of a request, or why it is not taken; what is too long is not read to its end. */
export async function readBody(request: IncomingMessage): Promise<{readonly value: Json} | Refusal> {
  const tooLong = {status: 413, message: `More than ${MAX_BODY_BYTES} bytes are not taken.`};
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return tooLong;
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) return tooLong;
      chunks.push(chunk);
    }
    return {value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json};
  } catch {
    // Cut off, too: whoever closes a page in the middle of a request ends nothing.
    return {status: 400, message: 'This is not JSON.'};
  }
}
