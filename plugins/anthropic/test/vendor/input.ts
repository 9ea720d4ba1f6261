import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {bodyOf, type Exchange, fileLines, itemLines, refuse, type Shop, type StoredFile} from '@agac/provider/fake';

const MOST_REQUESTS = 100_000;
const MOST_BYTES = 256_000_000;
/** Up to this size a body is also read as one JSON document, as the vendor does with all. */
const WHOLE_BYTES = 1_000_000;

/** The requests of a create, stored a line each; what Anthropic refuses at once is refused. It looks at no params yet. */
export async function inputOf(exchange: Exchange, shop: Shop): Promise<StoredFile> {
  const type = exchange.request.headers['content-type'];
  if (type !== 'application/json') refuse(415, 'invalid', `content-type: ${type} is not application/json`);
  const raw = await shop.files.save({name: 'body', hidden: true}, bodyOf(exchange));
  if (raw.bytes > MOST_BYTES) refuse(413, 'too_large', 'Request exceeds the maximum allowed number of bytes.');
  if (raw.bytes <= WHOLE_BYTES) requireList(JSON.parse(await readFile(raw.path, 'utf8')));
  const input = await shop.files.save({name: 'requests', hidden: true}, itemLines(createReadStream(raw.path)));
  await shop.files.delete(raw.id);
  await requireIds(input);
  return input;
}

function requireList(body: unknown): void {
  const {requests} = body as {requests?: unknown};
  if (!Array.isArray(requests)) refuse(400, 'invalid', 'requests: Field required');
}

async function requireIds(input: StoredFile): Promise<void> {
  const ids = new Set<string>();
  for await (const line of fileLines(input)) {
    const {custom_id: id, params} = JSON.parse(line) as {custom_id?: unknown; params?: unknown};
    const at = `requests.${ids.size}`;
    if (typeof id !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
      refuse(400, 'invalid', `${at}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
    }
    if (ids.has(id)) refuse(400, 'invalid', `${at}.custom_id: ${id} is a duplicate`);
    if (typeof params !== 'object') refuse(400, 'invalid', `${at}.params: Field required`);
    ids.add(id);
  }
  if (ids.size === 0) refuse(400, 'invalid', 'requests: List should have at least 1 item');
  if (ids.size > MOST_REQUESTS) refuse(400, 'invalid', `requests: List should have at most ${MOST_REQUESTS} items`);
}
