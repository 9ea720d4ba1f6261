import {type Exchange, jsonBodyOf} from '../../fake/exchange.js';
import type {Job} from '../../fake/job-book.js';
import type {Route} from '../../fake/manners.js';
import {ok, refuse} from '../../fake/reply.js';
import {hasEnded, type Shop} from '../../fake/shop.js';
import type {Json, JsonObject} from '../../json.js';
import {badLines} from './bad-lines.js';
import type {ShapedFake} from './manners.js';

/** A page of jobs that are newest first, as JSON. */
export type ListPage = (jobs: readonly Job[], query: URLSearchParams, object: (job: Job) => JsonObject) => Json;

const DAY = 24 * 60 * 60;

/** `/batches`: create, list, look, cancel. */
export function jobRoutes(fake: ShapedFake): readonly Route[] {
  const at = (method: string, rest: string) => new RegExp(`^${method} ${fake.basePath ?? '/v1'}/batches${rest}$`);
  const shown = (shop: Shop, job: Job) => jobObject(shop, job, fake);
  return [
    {
      pattern: at('POST', ''),
      on: 'create',
      act: async (exchange, shop) => (fake.created ?? ok)(shown(shop, await create(exchange, shop, fake))),
    },
    {
      pattern: at('GET', ''),
      on: 'list',
      act: ({url}, shop) => ok((fake.listPage ?? listPage)(shop.listed(), url.searchParams, (job) => shown(shop, job))),
    },
    {
      pattern: at('GET', '/([^/]+)'),
      on: 'status',
      act: async ({caught: [id = '']}, shop) => ok(shown(shop, await shop.asked(id))),
    },
    {
      pattern: at('POST', '/([^/]+)/cancel'),
      on: 'cancel',
      act: async ({caught: [id = '']}, shop) => ok(shown(shop, await cancel(id, shop))),
    },
  ];
}

async function create(exchange: Exchange, shop: Shop, fake: ShapedFake): Promise<Job> {
  const {input_file_id: file, endpoint, completion_window: window, metadata} = await jsonBodyOf(exchange);
  const input = shop.files.get(String(file)) ?? refuse(400, 'file_not_found', `There is no file ${file}.`);
  if (!(fake.windows ?? ['24h']).includes(String(window)))
    refuse(400, 'invalid_window', `The window cannot be ${window}.`);
  if (!['/v1/chat/completions', '/v1/responses'].includes(String(endpoint))) {
    refuse(400, 'invalid_endpoint', `Batches cannot be for ${endpoint}.`);
  }
  const labels = Object.values((metadata ?? {}) as JsonObject);
  const extra = {endpoint: String(endpoint), window: String(window), metadata: metadata ?? null};
  const job = shop.jobs.create({label: String(labels[0] ?? ''), model: '', input, extra});
  const bad = fake.skipsBadLines
    ? []
    : await badLines(input, {endpoint: String(endpoint), mixed: fake.mixedModels === true});
  if (bad.length > 0) await shop.jobs.advance(job, 'failed', {message: bad.join('\n')});
  return job;
}

async function cancel(id: string, shop: Shop): Promise<Job> {
  const job = shop.job(id);
  if (hasEnded(job)) refuse(409, 'invalid_state', `Cannot cancel a batch with status ${shop.jobs.wordOf(job)}.`);
  await shop.stop(job);
  return job;
}

function listPage(jobs: readonly Job[], query: URLSearchParams, object: (job: Job) => JsonObject): JsonObject {
  const limit = Math.min(Number(query.get('limit') ?? 20), 100);
  const start = jobs.findIndex((job) => job.id === query.get('after')) + 1;
  const data = jobs.slice(start, start + limit).map(object);
  const ends = {first_id: data[0]?.['id'] ?? null, last_id: data.at(-1)?.['id'] ?? null};
  return {object: 'list', data, ...ends, has_more: start + limit < jobs.length};
}

function jobObject(shop: Shop, job: Job, {jobObject: change}: ShapedFake): JsonObject {
  const created = Math.floor(job.createdAt / 1000);
  const isCounted = job.stage !== 'validating' && job.stage !== 'failed';
  const object: JsonObject = {
    id: job.id,
    object: 'batch',
    endpoint: job.extra['endpoint'] ?? '/v1/chat/completions',
    errors: job.message === undefined ? null : errorList(job.message),
    input_file_id: job.input?.id ?? 'file-elsewhere',
    completion_window: job.extra['window'] ?? '24h',
    status: shop.jobs.wordOf(job),
    output_file_id: job.output?.id ?? null,
    error_file_id: job.errors?.id ?? null,
    created_at: created,
    in_progress_at: isCounted ? created : null,
    expires_at: created + DAY,
    finalizing_at: null,
    completed_at: job.stage === 'completed' ? created : null,
    failed_at: job.stage === 'failed' ? created : null,
    expired_at: job.stage === 'expired' ? created : null,
    cancelling_at: null,
    cancelled_at: job.stage === 'cancelled' ? created : null,
    request_counts: isCounted
      ? {total: job.total, completed: job.answered, failed: job.failed}
      : {total: 0, completed: 0, failed: 0},
    metadata: job.extra['metadata'] ?? {label: job.label},
  };
  return change?.(object, job) ?? object;
}

function errorList(message: string): JsonObject {
  const data = message.split('\n').map((said) => ({code: 'invalid_request', message: said, param: null, line: null}));
  return {object: 'list', data};
}
