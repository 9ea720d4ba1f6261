import type {JsonObject} from '@agac/provider';
import {
  type Exchange,
  fileLines,
  hasEnded,
  type Job,
  jsonBodyOf,
  ok,
  type Reply,
  type Route,
  refuse,
  type Shop,
} from '@agac/provider/fake';
import {inputOf} from './input.js';
import {textMessage} from './say.js';
import {problemIn} from './wrong-params.js';

const VERSIONS: readonly unknown[] = ['2023-06-01', '2026-10-21'];
const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH = '\\/v1\\/messages\\/batches';

/** Anthropic's API, as far as batches go. */
export const ROUTES: readonly Route[] = [
  {pattern: new RegExp(`^POST ${BATCH}$`), on: 'create', act: versioned(create)},
  {pattern: new RegExp(`^GET ${BATCH}$`), on: 'list', act: versioned(list)},
  {pattern: new RegExp(`^GET ${BATCH}\\/([^/]+)$`), on: 'status', act: versioned(look)},
  {pattern: new RegExp(`^GET ${BATCH}\\/([^/]+)\\/results$`), on: 'results', act: versioned(results)},
  {pattern: new RegExp(`^POST ${BATCH}\\/([^/]+)\\/cancel$`), on: 'cancel', act: versioned(cancel)},
  {pattern: new RegExp(`^DELETE ${BATCH}\\/([^/]+)$`), on: 'discard', act: versioned(remove)},
  {pattern: /^POST \/v1\/messages$/, on: 'complete', act: versioned(complete)},
];

function versioned(act: Route['act']): Route['act'] {
  return (exchange, shop) => {
    const version = exchange.request.headers['anthropic-version'];
    if (!VERSIONS.includes(version)) refuse(400, 'invalid', `anthropic-version: ${version ?? 'header is required'}`);
    return act(exchange, shop);
  };
}

async function create(exchange: Exchange, shop: Shop): Promise<Reply> {
  const input = await inputOf(exchange, shop);
  return ok(await batchObject(shop, shop.jobs.create({label: '', model: '', input})));
}

/** One page of a list that is newest first. */
async function list({url: {searchParams: query}}: Exchange, shop: Shop): Promise<Reply> {
  const limit = Number(query.get('limit') ?? 20);
  if (!(limit >= 1 && limit <= 1000)) refuse(400, 'invalid', 'limit: must be between 1 and 1000');
  const jobs = shop.listed();
  const after = query.get('after_id');
  const start = after === null ? 0 : jobs.findIndex(({id}) => id === after) + 1;
  if (after !== null && start === 0) refuse(400, 'invalid', `after_id: there is no ${after}`);
  const page = jobs.slice(start, start + limit);
  const data = await Promise.all(page.map((job) => batchObject(shop, job)));
  const ends = {first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null};
  return ok({data, has_more: start + limit < jobs.length, ...ends});
}

async function look({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = await shop.asked(id);
  return ok(await batchObject(shop, job), 200, hasEnded(job) ? {} : {'retry-after': '10'});
}

function results({caught: [id = '']}: Exchange, shop: Shop): Reply {
  const job = shop.job(id);
  if (!hasEnded(job)) refuse(404, 'not_found', `${id} has no results yet.`);
  if (isArchived(shop, job)) refuse(404, 'not_found', `The results of ${id} are archived.`);
  const type = 'application/x-jsonl';
  return job.output === undefined
    ? {status: 200, json: '', headers: {'content-type': type}}
    : {file: shop.file(job.output.id), type};
}

async function cancel({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = shop.job(id);
  if (hasEnded(job)) refuse(400, 'invalid', `${id} has ended and cannot be canceled.`);
  await shop.stop(job);
  return ok(await batchObject(shop, job));
}

async function remove({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = shop.job(id);
  if (!hasEnded(job)) refuse(400, 'invalid', `${id} is still in progress and cannot be deleted.`);
  if (job.output !== undefined) await shop.files.delete(job.output.id);
  shop.jobs.delete(id);
  return ok({id, type: 'message_batch_deleted'});
}

async function complete(exchange: Exchange, shop: Shop): Promise<Reply> {
  const body = await jsonBodyOf(exchange);
  const problem = problemIn(body);
  if (problem !== undefined) refuse(400, 'invalid', problem);
  return shop.complete(body, (said) => ok(textMessage(body, said)));
}

async function batchObject(shop: Shop, job: Job): Promise<JsonObject> {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  const isOver = hasEnded(job);
  return {
    id: job.id,
    type: 'message_batch',
    processing_status: job.word ?? (isOver ? 'ended' : job.stage === 'stopping' ? 'canceling' : 'in_progress'),
    request_counts: isOver ? await countsOf(shop, job) : {...NONE, processing: job.total},
    created_at: time(job.createdAt),
    expires_at: time(job.createdAt + DAY_MS),
    ended_at: isOver ? time(job.createdAt) : null,
    cancel_initiated_at: job.stage === 'stopping' || job.stage === 'cancelled' ? time(job.createdAt) : null,
    archived_at: isArchived(shop, job) ? time(job.createdAt) : null,
    results_url: isOver ? `https://api.anthropic.com/v1/messages/batches/${job.id}/results` : null,
  };
}

function isArchived(shop: Shop, {output}: Job): boolean {
  return output !== undefined && shop.files.get(output.id) === undefined;
}

const NONE = {processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0};

/** As the lines of the results say; the sum is the number of requests, whatever they say. */
async function countsOf(shop: Shop, job: Job): Promise<JsonObject> {
  const counts = {...NONE};
  if (job.output === undefined || isArchived(shop, job)) return {...counts, succeeded: job.total};
  for await (const line of fileLines(job.output)) {
    const word = /^\{"custom_id":"[^"]*","result":\{"type":"(errored|canceled|expired)"/.exec(line)?.[1];
    if (word !== undefined) counts[word as 'errored'] += 1;
  }
  return {...counts, succeeded: job.total - counts.errored - counts.canceled - counts.expired};
}
