import {bodyOf, type Exchange} from '../../fake/exchange.js';
import type {StoredFile} from '../../fake/file-store.js';
import {readForm} from '../../fake/form-data.js';
import type {Route} from '../../fake/manners.js';
import {ok, type Reply, refuse} from '../../fake/reply.js';
import type {Shop} from '../../fake/shop.js';
import type {JsonObject} from '../../json.js';
import type {ShapedFake} from './manners.js';

const LONGEST_EXPIRY = 2_592_000;
const SHORTEST_EXPIRY = 3_600;

/** `/files`: upload, look, list, content, delete. */
export function fileRoutes(fake: ShapedFake): readonly Route[] {
  const {basePath = '/v1', purpose = 'batch', uploadPath = '/files', fileObject: change} = fake;
  const shown = (file: StoredFile) => change?.(fileObject(file, purpose)) ?? fileObject(file, purpose);
  const at = (method: string, rest: string) => new RegExp(`^${method} ${basePath}/files${rest}$`);
  return [
    {
      pattern: new RegExp(`^POST ${basePath}${uploadPath}$`),
      on: 'upload',
      act: async (exchange, shop) => ok(shown(await upload(exchange, shop, purpose))),
    },
    {pattern: at('GET', ''), on: 'other', act: (_exchange, shop) => ok(listOf(shop.files.shown().map(shown)))},
    {pattern: at('GET', '/([^/]+)'), on: 'other', act: ({caught: [id = '']}, shop) => ok(shown(shop.file(id)))},
    {
      pattern: at('GET', '/([^/]+)/content'),
      on: 'results',
      act: ({caught: [id = '']}, shop) => ({file: shop.file(id)}),
    },
    {pattern: at('DELETE', '/([^/]+)'), on: 'discard', act: remove},
  ];
}

async function upload(exchange: Exchange, shop: Shop, purpose: string): Promise<StoredFile> {
  const form = await readForm(exchange.request.headers['content-type'], bodyOf(exchange));
  if (form.fields.get('purpose') !== purpose) refuse(400, 'invalid_purpose', `The purpose must be ${purpose}.`);
  const seconds = form.fields.get('expires_after[seconds]');
  if (seconds !== undefined && (Number(seconds) < SHORTEST_EXPIRY || Number(seconds) > LONGEST_EXPIRY)) {
    refuse(400, 'invalid_expiry', `A file cannot expire after ${seconds} seconds.`);
  }
  const expiresInSeconds = seconds === undefined ? undefined : Number(seconds);
  return shop.files.save({name: form.fileName, expiresInSeconds}, form.content);
}

async function remove({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  return ok({id: shop.file(id).id, object: 'file', deleted: await shop.files.delete(id)});
}

function listOf(data: readonly JsonObject[]): JsonObject {
  return {object: 'list', data, has_more: false};
}

function fileObject({id, name, bytes, createdAt, expiresAt}: StoredFile, purpose: string): JsonObject {
  return {
    id,
    object: 'file',
    bytes,
    created_at: Math.floor(createdAt / 1000),
    expires_at: expiresAt === undefined ? null : Math.floor(expiresAt / 1000),
    filename: name,
    purpose,
    status: 'processed',
  };
}
