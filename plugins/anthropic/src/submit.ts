import type {Call, JsonObject, Limits, LostPart, Part, Receipt, Steps} from '@agac/provider';
import {fault} from '@agac/provider';
import {beforeCreate, checkPart, inlineBody, known, objectIn, textOf, type VendorClient} from '@agac/provider/kit';
import {wireLine} from './encode.js';
import {type BatchPage, candidates, type Mark, markOf, newerThan, onlyOne, pageOf} from './lost.js';
import {FRAME} from './models.js';

const BATCHES = '/v1/messages/batches';
/** The answer to a create is the only proof of what was bought. */
const CREATE_TIMEOUTS = {headersMs: 600_000};

interface Submission {
  readonly call: Call & Steps;
  readonly limits: Limits;
}

/**
 * Sends a part in one POST. Before it the high-water mark is taken and saved, a new one with each attempt: an attempt
 * that is followed by another one created nothing, and what has come into the list since then is not its batch.
 */
export async function submit(client: VendorClient, part: Part, submission: Submission): Promise<Receipt> {
  const {call} = submission;
  const lineBytes = await prepare(client, part, submission).catch(beforeCreate);
  const made = await client.json(call, {
    method: 'POST',
    path: BATCHES,
    headers: {'content-type': 'application/json'},
    body: inlineBody(part, {frame: FRAME, toLine: wireLine, lineBytes}),
    timeouts: CREATE_TIMEOUTS,
  });
  const id = textOf(made['id']);
  if (id !== undefined) return {id};
  throw fault({code: 'vendor-error', message: 'Anthropic answered without an id.', retry: 'later', outcome: 'unknown'});
}

/** The batch of a part whose create was lost: newer than the mark, as large as the part, and no other part's. */
export async function find(client: VendorClient, lost: LostPart, call: Call): Promise<Receipt | undefined> {
  const mark = markOf(lost.step);
  if (mark === undefined) return undefined; // the step before the create was never saved
  const found: string[] = [];
  for (let page = await list(client, call, 100); ; page = await list(client, call, 100, page.next)) {
    const {newer, end} = newerThan(mark, page.batches);
    found.push(...candidates(mark, newer, lost));
    if (end === undefined && page.next !== undefined) continue;
    const id = onlyOne(mark, found, end);
    return id === undefined ? undefined : {id};
  }
}

/** Where a batch is. An id may come from the user's command line. */
export function batchPath({id}: Receipt): string {
  return `${BATCHES}/${encodeURIComponent(id)}`;
}

/** The batch object of a receipt. */
export function getBatch(client: VendorClient, receipt: Receipt, call: Call): Promise<JsonObject> {
  return client.json(call, {method: 'GET', path: batchPath(receipt)});
}

async function prepare(client: VendorClient, part: Part, {call, limits}: Submission): Promise<number> {
  const lineBytes = await checkPart(part, {limits, toLine: wireLine});
  const {batches, at} = await list(client, call, 1);
  const mark: Mark = {highWater: textOf(batches[0]?.['id']) ?? null, count: part.count, ...known({at})};
  await call.save({...mark});
  return lineBytes;
}

interface Listing extends BatchPage {
  /** When the list was made, by the vendor's clock. */
  readonly at?: number;
}

async function list(client: VendorClient, call: Call, limit: number, after?: string): Promise<Listing> {
  const cursor = after === undefined ? '' : `&after_id=${encodeURIComponent(after)}`;
  const response = await client.ask(call, {method: 'GET', path: `${BATCHES}?limit=${limit}${cursor}`});
  const at = Date.parse(response.headers.date ?? '');
  return {...pageOf(await objectIn(response, 'Anthropic'), after), ...(!Number.isNaN(at) && {at})};
}
