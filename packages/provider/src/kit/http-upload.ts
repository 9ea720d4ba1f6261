import type {ClientRequest} from 'node:http';

export type HttpRequestBody = string | Uint8Array | StreamedBody;

/** A body that is not held in memory. */
export interface StreamedBody {
  /** How many bytes there will be; undefined: sent in chunks, which some vendors refuse. */
  readonly bytes?: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const SLICE_BYTES = 256 * 1024;

/**
 * Writes a body as fast as the connection takes it and ends the request, or stops when there is nobody to write to.
 * `progressed` is called after each piece. Rejects with what the body rejects with, and where its length is not as said.
 */
export async function upload(
  client: ClientRequest,
  body: HttpRequestBody | undefined,
  progressed: () => void,
): Promise<void> {
  const {bytes, chunks} = typeof body === 'object' && 'chunks' in body ? body : wholeBody(body);
  let sent = 0;
  for await (const chunk of chunks) {
    if (client.destroyed) return;
    sent += chunk.byteLength;
    if (bytes !== undefined && sent > bytes) throw new Error(`there are more than the ${bytes} bytes announced`);
    if (!client.write(chunk) && !client.destroyed) await drained(client);
    progressed();
  }
  if (bytes !== undefined && sent < bytes) throw new Error(`there are ${sent} bytes, not the ${bytes} announced`);
  client.end();
}

/** In slices, so that an upload that stands still is told from one that is slow. */
function wholeBody(body: string | Uint8Array | undefined): {bytes?: number; chunks: Iterable<Uint8Array>} {
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
  const starts = Array.from({length: Math.ceil(bytes.byteLength / SLICE_BYTES)}, (_, index) => index * SLICE_BYTES);
  return {bytes: bytes.byteLength, chunks: starts.map((start) => bytes.subarray(start, start + SLICE_BYTES))};
}

/** The `content-length` header of a body, where its length is known. */
export function lengthOf(body: HttpRequestBody | undefined): Record<string, string> {
  if (body === undefined) return {};
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : 'chunks' in body ? body.bytes : body.byteLength;
  return bytes === undefined ? {} : {'content-length': String(bytes)};
}

function drained(client: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      client.off('drain', done).off('close', done);
      resolve();
    };
    client.on('drain', done).on('close', done);
  });
}
