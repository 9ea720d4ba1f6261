import type {Call, JsonObject, Part, Steps} from '@agac/provider';
import {known, objectIn, objectOf, textOf, type VendorClient, wireLines} from '@agac/provider/kit';
import {lookAtFile, nameOf, PATIENT, uploadPath, VENDOR, vendorError} from './api.js';
import {fileLine} from './encode.js';
import {Slices} from './slices.js';

/** Google takes uploads in multiples of this, and its SDKs send so much at a time. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** The requests of a part as a file at Google, unless an earlier attempt's is there. It is deleted after 48 hours. */
export async function inputFile(
  client: VendorClient,
  part: Part,
  {call, bytes}: {readonly call: Call & Steps; readonly bytes: number},
): Promise<string> {
  const saved = await savedFile(client, call);
  if (saved !== undefined) return saved;
  const made = await upload(client, part, {call, bytes});
  const file = nameOf(made);
  await call.save({file, ...known({uploadedAt: textOf(made['createTime'])})});
  return file;
}

async function savedFile(client: VendorClient, call: Call & Steps): Promise<string | undefined> {
  const file = textOf(call.step?.['file']);
  const there = file === undefined ? undefined : await lookAtFile(client, call, file);
  return there === undefined || there['state'] === 'FAILED' ? undefined : file;
}

/** Asks for an address to upload to, and sends the lines there, one piece after the other. */
async function upload(
  client: VendorClient,
  part: Part,
  {call, bytes}: {readonly call: Call; readonly bytes: number},
): Promise<JsonObject> {
  const address = await uploadAddress(client, call, {key: part.key, bytes});
  const lines = new Slices(wireLines(part, fileLine));
  try {
    for (let offset = 0; ; offset += CHUNK_BYTES) {
      const size = Math.min(CHUNK_BYTES, bytes - offset);
      const isLast = offset + size >= bytes;
      const headers = {
        'x-goog-upload-offset': String(offset),
        'x-goog-upload-command': isLast ? 'upload, finalize' : 'upload',
      };
      const body = {bytes: size, chunks: lines.next(size)};
      const response = await client.ask(call, {
        method: 'POST',
        path: address,
        headers,
        body,
        timeouts: PATIENT.timeouts,
      });
      if (isLast) return objectOf((await objectIn(response, VENDOR))['file']) ?? {};
      response.close();
    }
  } finally {
    await lines.close();
  }
}

/** The address is refused by the client unless it is on the same host: the key goes there too. */
async function uploadAddress(
  client: VendorClient,
  call: Call,
  {key, bytes}: {readonly key: string; readonly bytes: number},
): Promise<string> {
  const response = await client.ask(call, {
    method: 'POST',
    path: uploadPath(),
    headers: {
      'x-goog-upload-protocol': 'resumable',
      'x-goog-upload-command': 'start',
      'x-goog-upload-header-content-length': String(bytes),
      'x-goog-upload-header-content-type': 'application/jsonl',
    },
    json: {file: {displayName: key}},
  });
  response.close();
  const address = response.headers['x-goog-upload-url'];
  if (typeof address === 'string' && address !== '') return address;
  throw vendorError('named no address to upload to');
}
