import type {JsonObject} from '@agac/provider';
import {
  type Exchange,
  hasEnded,
  type Job,
  jsonBodyOf,
  ok,
  type Reply,
  type Route,
  refuse,
  type Shop,
  type StoredFile,
} from '@agac/provider/fake';
import {textAnswer} from './say.js';

/** Acme's API. */
export const ROUTES: readonly Route[] = [
  {pattern: /^POST \/v1\/files$/, on: 'upload', act: upload},
  {
    pattern: /^GET \/v1\/files\/([^/]+)$/,
    on: 'other',
    act: ({caught: [id = '']}, shop) => ok(fileObject(shop.file(id))),
  },
  {
    pattern: /^GET \/v1\/files\/([^/]+)\/content$/,
    on: 'results',
    act: ({caught: [id = '']}, shop) => ({file: shop.file(id)}),
  },
  {pattern: /^DELETE \/v1\/files\/([^/]+)$/, on: 'discard', act: remove},
  {pattern: /^POST \/v1\/jobs$/, on: 'create', act: create},
  {pattern: /^GET \/v1\/jobs$/, on: 'list', act: list},
  {
    pattern: /^GET \/v1\/jobs\/([^/]+)$/,
    on: 'status',
    act: async ({caught: [id = '']}, shop) => ok(jobObject(shop, await shop.asked(id))),
  },
  {pattern: /^POST \/v1\/jobs\/([^/]+)\/cancel$/, on: 'cancel', act: cancel},
  {pattern: /^POST \/v1\/answers$/, on: 'complete', act: complete},
];

async function upload(exchange: Exchange, shop: Shop): Promise<Reply> {
  const query = exchange.url.searchParams;
  const seconds = query.get('expires_in');
  const name = query.get('name') ?? 'unnamed';
  return ok(fileObject(await shop.saveBody(exchange, name, seconds === null ? undefined : Number(seconds))));
}

async function remove({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  return ok({id: shop.file(id).id, deleted: await shop.files.delete(id)});
}

async function create(exchange: Exchange, shop: Shop): Promise<Reply> {
  const {input_file: file, label, model} = await jsonBodyOf(exchange);
  const input = shop.files.get(String(file)) ?? refuse(400, 'no_such_file', `There is no file ${file}.`);
  return ok(jobObject(shop, shop.jobs.create({label: String(label), model: String(model), input})));
}

/** One page of a list that is newest first: at most `limit` jobs after the one named. */
function list({url}: Exchange, shop: Shop): Reply {
  const jobs = shop.listed();
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 20), 100);
  const start = jobs.findIndex((job) => job.id === url.searchParams.get('after')) + 1;
  const page = jobs.slice(start, start + limit);
  return ok({jobs: page.map((job) => jobObject(shop, job)), more: start + limit < jobs.length});
}

async function cancel({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = shop.job(id);
  if (!hasEnded(job)) await shop.stop(job);
  return ok(jobObject(shop, job));
}

async function complete(exchange: Exchange, shop: Shop): Promise<Reply> {
  const body = await jsonBodyOf(exchange);
  return shop.complete(body, (said) => ok(textAnswer(body, said)));
}

function fileObject({id, name, bytes}: StoredFile): JsonObject {
  return {id, name, bytes};
}

function jobObject(shop: Shop, job: Job): JsonObject {
  return {
    id: job.id,
    state: shop.jobs.wordOf(job),
    label: job.label,
    model: job.model,
    input_file: job.input?.id ?? 'file-elsewhere',
    output_file: job.output?.id ?? null,
    error_file: job.errors?.id ?? null,
    counts: {total: job.total, answered: job.answered, failed: job.failed},
    message: job.message ?? null,
    created_at: Math.floor(job.createdAt / 1000),
  };
}
