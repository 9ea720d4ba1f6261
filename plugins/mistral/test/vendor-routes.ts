import type {JsonObject} from '@agac/provider';
import type {Stage} from '@agac/provider/conformance';
import {
  bodyOf,
  type Exchange,
  fileLines,
  hasEnded,
  itemLines,
  type Job,
  ok,
  type Reply,
  type Route,
  readForm,
  refuse,
  type Shop,
  type StoredFile,
} from '@agac/provider/fake';

const MOST_INLINE = 10_000;

/** There is none for validating or finalizing. */
const WORDS: Readonly<Record<Stage, string>> = {
  validating: 'QUEUED',
  queued: 'QUEUED',
  running: 'RUNNING',
  finalizing: 'RUNNING',
  stopping: 'CANCELLATION_REQUESTED',
  completed: 'SUCCESS',
  failed: 'FAILED',
  expired: 'TIMEOUT_EXCEEDED',
  cancelled: 'CANCELLED',
};
const JOB = /^GET \/v1\/batch\/jobs\/([^/]+)$/;

/** Mistral's own calls, uploads with their expiry in hours, and files that are octets. */
export const ROUTES: readonly Route[] = [
  {pattern: /^POST \/v1\/files$/, on: 'upload', act: upload},
  {pattern: /^GET \/v1\/files\/([^/]+)\/content$/, on: 'results', act: content},
  {pattern: /^POST \/v1\/batch\/jobs$/, on: 'create', act: create},
  {pattern: /^GET \/v1\/batch\/jobs$/, on: 'list', act: list},
  {pattern: JOB, query: /inline=true/, on: 'results', act: withOutputs},
  {pattern: JOB, on: 'status', act: async ({caught: [id = '']}, shop) => ok(jobObject(await shop.asked(id)))},
  {pattern: /^POST \/v1\/batch\/jobs\/([^/]+)\/cancel$/, on: 'cancel', act: cancel},
  {pattern: /^DELETE \/v1\/batch\/jobs\/([^/]+)$/, on: 'discard', act: remove},
];

async function upload(exchange: Exchange, shop: Shop): Promise<Reply> {
  const form = await readForm(exchange.request.headers['content-type'], bodyOf(exchange));
  const hours = form.fields.get('expiry');
  const expiresInSeconds = hours === undefined ? undefined : Number(hours) * 3600;
  const {id, name, bytes} = await shop.files.save({name: form.fileName, expiresInSeconds}, form.content);
  if (form.fields.get('purpose') !== 'batch') refuse(422, 'enum', 'The purpose must be batch.');
  return ok(fileObject({id, bytes, created_at: now(), filename: name}));
}

/** As Mistral writes it: of OpenAI's fields some, and where it comes from. */
export function fileObject({id, bytes, created_at, filename}: JsonObject): JsonObject {
  return {
    id,
    object: 'file',
    bytes,
    created_at,
    filename,
    purpose: 'batch',
    sample_type: 'batch_request',
    source: 'upload',
  };
}

function content({caught: [id = '']}: Exchange, shop: Shop): Reply {
  return {file: shop.file(id), type: 'application/octet-stream'};
}

/** The requests of an inline create are kept on disk while they come: it may be large. */
async function create(exchange: Exchange, shop: Shop): Promise<Reply> {
  const hidden = await shop.files.save({name: 'create', hidden: true}, bodyOf(exchange));
  const {order, inline} = await readOrder(shop, hidden);
  const {input_files: files, metadata, model, endpoint, timeout_hours: hours} = order;
  if (endpoint !== '/v1/chat/completions') refuse(422, 'enum', `There is no endpoint ${endpoint}.`);
  if (typeof hours === 'number' && (hours < 1 || hours > 168)) refuse(422, 'less_than_equal', 'timeout_hours');
  const input = inline ?? shop.files.get(String((files as readonly string[] | undefined)?.[0]));
  if (input === undefined) refuse(404, 'not_found', 'The input file is not there.');
  if (inline !== undefined && inline.lines > MOST_INLINE) refuse(422, 'too_long', 'At most 10,000 requests.');
  const labels = (metadata ?? {}) as JsonObject;
  const extra = {metadata: labels, input_files: inline ? [] : (files ?? [])};
  return ok(jobObject(shop.jobs.create({label: String(labels['agac_key'] ?? ''), model: String(model), input, extra})));
}

async function readOrder(shop: Shop, body: StoredFile): Promise<{order: JsonObject; inline?: StoredFile}> {
  let text = '';
  for await (const line of fileLines(body)) {
    const at = line.indexOf('"requests":[');
    if (at === -1) text = line;
    else {
      const inline = await shop.files.save({name: 'inline', hidden: true}, itemLines(bytesOf(line.slice(at + 11))));
      await shop.files.delete(body.id);
      return {order: JSON.parse(`${line.slice(0, at).replace(/,$/, '')}}`) as JsonObject, inline};
    }
  }
  await shop.files.delete(body.id);
  return {order: JSON.parse(text) as JsonObject};
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Metadata is a filter: a parameter for each of its fields. */
function list({url}: Exchange, shop: Shop): Reply {
  const query = url.searchParams;
  const wanted = query.get('agac_key');
  const jobs = shop.listed().filter(({extra, label}) => {
    return (
      wanted === null || (extra['metadata'] as JsonObject | undefined)?.['agac_key'] === wanted || label === wanted
    );
  });
  const size = Number(query.get('page_size') ?? 100);
  const start = Number(query.get('page') ?? 0) * size;
  return ok({
    data: jobs.slice(start, start + size).map(jobObject),
    object: 'list',
    total: jobs.length,
  });
}

/** With the results in the job itself, streamed; without them where they are gone. */
async function withOutputs({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = shop.job(id);
  const files = [job.output, job.errors].filter((file) => file !== undefined);
  const object = jobObject(job);
  const isLost = files.some((file) => shop.files.get(file.id) === undefined);
  if (isLost || !hasEnded(job)) return ok(object);
  const text = outputsIn(JSON.stringify({...object, outputs: []}), files);
  return {file: await shop.files.save({name: 'answer', hidden: true}, text), type: 'application/json'};
}

async function* outputsIn(json: string, files: readonly StoredFile[]): AsyncGenerator<Uint8Array> {
  const [before = '', after = ''] = json.split('"outputs":[]');
  let mark = `${before}"outputs":[`;
  for (const file of files) {
    for await (const line of fileLines(file)) {
      yield Buffer.from(mark + (isJson(line) ? line : JSON.stringify(line)));
      mark = ',';
    }
  }
  yield Buffer.from(mark === ',' ? `]${after}` : `${mark}]${after}`);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

async function cancel({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  const job = shop.job(id);
  if (hasEnded(job)) refuse(422, 'invalid_state', 'The job has ended.');
  await shop.stop(job);
  return ok(jobObject(job));
}

async function remove({caught: [id = '']}: Exchange, shop: Shop): Promise<Reply> {
  shop.job(id);
  shop.jobs.delete(id);
  return ok({id, object: 'batch', deleted: true});
}

function jobObject(job: Job): JsonObject {
  const isInline = (job.extra['input_files'] as readonly string[] | undefined)?.length === 0;
  const isCounted = job.stage !== 'validating' && job.stage !== 'queued';
  return {
    id: job.id,
    object: 'batch',
    input_files: job.extra['input_files'] ?? [],
    metadata: job.extra['metadata'] ?? {label: job.label},
    endpoint: '/v1/chat/completions',
    model: job.model,
    agent_id: null,
    output_file: isInline ? null : (job.output?.id ?? null),
    error_file: isInline ? null : (job.errors?.id ?? null),
    errors: job.message === undefined ? [] : [{message: job.message, count: 1}],
    outputs: null,
    status: job.word ?? WORDS[job.stage],
    created_at: Math.floor(job.createdAt / 1000),
    started_at: null,
    completed_at: hasEnded(job) ? now() : null,
    total_requests: isCounted ? job.total : 0,
    completed_requests: isCounted ? job.answered + job.failed : 0,
    succeeded_requests: isCounted ? job.answered : 0,
    failed_requests: isCounted ? job.failed : 0,
  };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
