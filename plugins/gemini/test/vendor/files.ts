import {createReadStream} from 'node:fs';
import type {JsonObject} from '@agac/provider';
import {
  bodyOf,
  type Exchange,
  jsonBodyOf,
  ok,
  type Reply,
  refuse,
  type Shop,
  type StoredFile,
} from '@agac/provider/fake';
import {invalid} from './checks.js';

const GRANULARITY = 8 * 1024 * 1024;
const TWO_DAYS = 2 * 24 * 60 * 60;

/** An upload under way. */
interface Session {
  readonly name: string;
  readonly bytes: number;
  readonly chunks: StoredFile[];
}

const SESSIONS = new WeakMap<Shop, Map<string, Session>>();

/** Notes what is to be uploaded, and names the address that takes it. */
export async function startUpload(exchange: Exchange, shop: Shop): Promise<Reply> {
  const {headers} = exchange.request;
  const {file} = await jsonBodyOf(exchange);
  if (headers['x-goog-upload-protocol'] !== 'resumable' || headers['x-goog-upload-command'] !== 'start') {
    invalid('The upload is not resumable.');
  }
  const sessions = SESSIONS.get(shop) ?? new Map<string, Session>();
  SESSIONS.set(shop, sessions);
  const id = `upload-${sessions.size + 1}`;
  const bytes = Number(headers['x-goog-upload-header-content-length']);
  sessions.set(id, {name: String((file as JsonObject | undefined)?.['displayName'] ?? ''), bytes, chunks: []});
  return ok({}, 200, {
    'x-goog-upload-url': `http://${headers.host}${exchange.url.pathname}?upload_id=${id}&upload_protocol=resumable`,
    'x-goog-upload-chunk-granularity': String(GRANULARITY),
    'x-goog-upload-status': 'active',
  });
}

/** Takes one piece, and with the last one makes the file. */
export async function takeUpload(exchange: Exchange, shop: Shop): Promise<Reply> {
  const session =
    SESSIONS.get(shop)?.get(exchange.url.searchParams.get('upload_id') ?? '') ?? invalid('No such upload.');
  const {headers} = exchange.request;
  const command = String(headers['x-goog-upload-command']);
  const offset = sizeOf(session);
  if (headers['x-goog-upload-offset'] !== String(offset)) invalid(`The offset is ${offset}.`);
  const chunk = await shop.files.save({name: 'chunk', hidden: true}, bodyOf(exchange));
  session.chunks.push(chunk);
  if (command === 'upload') {
    if (chunk.bytes % GRANULARITY !== 0) invalid(`A chunk of ${chunk.bytes} bytes is no multiple of ${GRANULARITY}.`);
    return ok({}, 200, {'x-goog-upload-status': 'active'});
  }
  if (command !== 'upload, finalize') invalid(`There is no command ${command}.`);
  if (sizeOf(session) !== session.bytes) invalid(`${session.bytes} bytes were announced, ${sizeOf(session)} came.`);
  const file = await shop.files.save({name: session.name, expiresInSeconds: TWO_DAYS}, joined(session.chunks));
  for (const {id} of session.chunks) await shop.files.delete(id);
  return ok({file: fileObject(file)}, 200, {'x-goog-upload-status': 'final'});
}

export function getFile({caught: [id = '']}: Exchange, shop: Shop): Reply {
  return ok(fileObject(known(shop, id)));
}

export async function deleteFile({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  await shop.files.delete(known(shop, id).id);
  return ok({});
}

/** The file with this id. As Google does, one that is not there is answered like one that nobody may see. */
function known(shop: Shop, id: string): StoredFile {
  const file = shop.files.get(`files/${id}`);
  if (file !== undefined && file.hidden === undefined) return file;
  return refuse(403, 'PERMISSION_DENIED', `You do not have permission to access the File ${id} or it may not exist.`);
}

function fileObject({id, name, bytes, createdAt, expiresAt, digest}: StoredFile): JsonObject {
  return {
    name: id,
    displayName: name,
    mimeType: 'application/jsonl',
    sizeBytes: String(bytes),
    createTime: new Date(createdAt).toISOString(),
    updateTime: new Date(createdAt).toISOString(),
    expirationTime: new Date(expiresAt ?? 0).toISOString(),
    sha256Hash: Buffer.from(digest).toString('base64'),
    uri: `https://generativelanguage.googleapis.com/v1beta/${id}`,
    state: 'ACTIVE',
    source: 'UPLOADED',
  };
}

function sizeOf({chunks}: Session): number {
  return chunks.reduce((sum, {bytes}) => sum + bytes, 0);
}

async function* joined(files: readonly StoredFile[]): AsyncGenerator<Buffer> {
  for (const {path} of files) yield* createReadStream(path);
}
