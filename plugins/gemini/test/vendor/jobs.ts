import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type {JsonObject} from '@agac/provider';
import {
  bodyOf,
  type Exchange,
  fileLines,
  hasEnded,
  itemLines,
  type Job,
  jsonBodyOf,
  ok,
  type Reply,
  refuse,
  type Shop,
  type StoredFile,
} from '@agac/provider/fake';
import {checkModel, checkRequest, checkRow, invalid} from './checks.js';
import {isLost, operation, operationReply, resultFile} from './operation.js';
import {response} from './say.js';

const MOST_BYTES = 20_000_000;

/** Makes a job of requests that come along, or of an uploaded file. One bad row, and nothing is made. */
export async function create(exchange: Exchange, shop: Shop): Promise<Reply> {
  const model = checkModel(exchange.caught[0] ?? '');
  const sent = await shop.files.save({name: 'create', hidden: true}, bodyOf(exchange));
  if (sent.bytes >= MOST_BYTES) invalid(`Request payload size exceeds the limit: ${MOST_BYTES} bytes.`);
  const {batch} = JSON.parse(await readFile(sent.path, 'utf8')) as {readonly batch?: JsonObject};
  const label = batch?.['displayName'];
  if (typeof label !== 'string' || label === '') invalid('batch.displayName is required.');
  const {fileName} = (batch?.['inputConfig'] ?? {}) as JsonObject;
  const input = fileName === undefined ? await inlineInput(shop, sent) : uploaded(shop, String(fileName));
  await checkRows(input);
  const extra = fileName === undefined ? {inline: true} : {file: String(fileName)};
  return ok(operation(shop.jobs.create({label, model, input, extra}), false));
}

/** A page of the list, newest first. An empty list is left out. */
export function list({url}: Exchange, shop: Shop): Reply {
  const jobs = shop.listed();
  const size = Math.min(Number(url.searchParams.get('pageSize') ?? 50), 100);
  const start = jobs.findIndex(({id}) => id === url.searchParams.get('pageToken')) + 1;
  const page = jobs.slice(start, start + size);
  const more = start + size < jobs.length && {nextPageToken: page.at(-1)?.id ?? ''};
  return ok({...(page.length > 0 && {operations: page.map((job) => operation(job, false))}), ...more});
}

export async function look({caught: [id = ''], url}: Exchange, shop: Shop): Promise<Reply> {
  const job = await shop.asked(known(shop, id).id);
  return operationReply(shop, job, url.searchParams.get('prettyPrint') !== 'false');
}

/** Google does not say what becomes of a job that has ended; the fake refuses, which is the harsher. */
export async function cancel({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = known(shop, id);
  if (hasEnded(job)) refuse(400, 'FAILED_PRECONDITION', `The batch ${job.id} has ended.`);
  await shop.stop(job);
  return ok({});
}

export async function remove({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = known(shop, id);
  for (const file of [job.output, job.errors]) if (file !== undefined) await shop.files.delete(file.id);
  shop.jobs.delete(job.id);
  return ok({});
}

export async function download({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = shop.jobs.get(id.replace('batch-', 'batches/'));
  if (job === undefined || isLost(shop, job)) return refuse(404, 'NOT_FOUND', `The file files/${id} was not found.`);
  return resultFile(shop, job);
}

export async function generate(exchange: Exchange, shop: Shop): Promise<Reply> {
  checkModel(exchange.caught[0] ?? '');
  const body = await jsonBodyOf(exchange);
  checkRequest(body);
  return shop.complete(body, (said) => ok(response(body, said)));
}

/** The job with this id. The results of an inline job are part of it: where they are lost, it is. */
function known(shop: Shop, id: string): Job {
  const job = shop.jobs.get(`batches/${id}`);
  if (job !== undefined && !(job.extra['inline'] === true && isLost(shop, job))) return job;
  return refuse(404, 'NOT_FOUND', `Requested entity was not found: batches/${id}.`);
}

function inlineInput(shop: Shop, sent: StoredFile): Promise<StoredFile> {
  return shop.files.save({name: 'requests', hidden: true}, itemLines(createReadStream(sent.path)));
}

function uploaded(shop: Shop, name: string): StoredFile {
  return shop.files.get(name) ?? invalid(`The file ${name} is not there.`);
}

async function checkRows(input: StoredFile): Promise<void> {
  let number = 0;
  for await (const line of fileLines(input)) {
    number += 1;
    if (line !== '') checkRow(JSON.parse(line) as JsonObject, number);
  }
  if (number === 0) invalid('There are no requests.');
}
