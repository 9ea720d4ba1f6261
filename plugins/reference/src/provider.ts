import type {Call, JsonObject, Part, Provider, Receipt, Result, ResultLine, Settings, Steps} from '@agac/provider';
import {fault, isFault} from '@agac/provider';
import {type HttpRequest, type HttpResponse, redact, responseFault, send, textLines} from '@agac/provider/kit';
import {checkPart} from './check.js';
import {decodeLine, decodeReply, decodeStatus} from './decode.js';
import {encodeRequest, wireLine} from './encode.js';
import {describeModel} from './models.js';

const BASE_URL = 'https://api.acme.invalid';
/** How long a new job may be missing from Acme's list. */
const SETTLE_MS = 200;
/** An upload that never becomes a job is deleted by Acme after three days. */
const UPLOAD_SECONDS = 3 * 24 * 60 * 60;

/** Opens the adapter for Acme; sends nothing. The option `settleMs` is the adapter's own, all others go to Acme. */
export function open(settings: Settings): Provider {
  const {settleMs, ...options} = settings.options;
  return {
    contract: 1,
    name: settings.name,
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    describe: describeModel,
    encode: (request) => encodeRequest(request, options),
    submit: (part, call) => submit(settings, part, call),
    find: (key, call) => find(settings, key, call),
    status: async (receipt, call) => decodeStatus(await getJob(settings, receipt, call)),
    results: (receipt, call) => results(settings, receipt, call),
    decode: decodeLine,
    cancel: (receipt, call) => cancel(settings, receipt, call),
    discard: (receipt, call) => discard(settings, receipt, call),
    complete: (request, call) => complete(settings, encodeRequest(request, options).body, call),
  };
}

async function submit(settings: Settings, part: Part, call: Call & Steps): Promise<Receipt> {
  const file = await inputFile(settings, part, call).catch(beforeCreate);
  // One POST and no more: what a lost answer to it means is for the host to find out.
  const order = {input_file: file, label: part.key, model: part.model};
  return receiptOf(await askJson(settings, call, {method: 'POST', path: '/v1/jobs', json: order}));
}

async function inputFile(settings: Settings, part: Part, call: Call & Steps): Promise<string> {
  const bytes = await checkPart(part, describeModel(part.model).limits, wireLine);
  return (await savedFile(settings, call)) ?? upload(settings, {part, bytes}, call);
}

/** A request of this stage may have been lost, but no job was made. */
function beforeCreate(error: unknown): never {
  throw isFault(error) ? Object.assign(error, {outcome: 'not-sent'}) : error;
}

/** The upload of an earlier attempt, if Acme still has it. */
async function savedFile(settings: Settings, call: Call & Steps): Promise<string | undefined> {
  const file = call.step?.['file'];
  if (typeof file !== 'string') return undefined;
  const known = await unlessMissing(askJson(settings, call, {method: 'GET', path: `/v1/files/${file}`}));
  return known && file;
}

async function upload(
  settings: Settings,
  {part, bytes}: {readonly part: Part; readonly bytes: number},
  call: Call & Steps,
): Promise<string> {
  const path = `/v1/files?name=${part.key}.jsonl&expires_in=${UPLOAD_SECONDS}`;
  const made = await askJson(settings, call, {method: 'POST', path, body: {bytes, chunks: wireLines(part)}});
  const file = idOf(made);
  await call.save({file});
  return file;
}

async function* wireLines(part: Part): AsyncGenerator<Uint8Array> {
  for await (const {id, body} of part.entries()) yield Buffer.from(`${JSON.stringify(wireLine(id, body))}\n`);
}

/** Acme cannot be asked for a label, so its list is read, newest first, until the label turns up. */
async function find(settings: Settings, key: string, call: Call): Promise<Receipt | undefined> {
  let after = '';
  for (;;) {
    const page = await askJson(settings, call, {method: 'GET', path: `/v1/jobs?limit=100${after}`});
    const jobs = jobsOf(page);
    const found = jobs.find((job) => job['label'] === key);
    if (found !== undefined) return receiptOf(found);
    const last = jobs.at(-1);
    if (page['more'] !== true || last === undefined) return undefined;
    after = `&after=${idOf(last)}`;
  }
}

/** First what was answered, then what failed or was never come to; either file is missing when it would be empty. */
async function* results(settings: Settings, receipt: Receipt, call: Call): AsyncGenerator<ResultLine> {
  const job = await getJob(settings, receipt, call);
  if (decodeStatus(job).phase !== 'ended') {
    throw fault({code: 'not-ready', message: `The Acme job ${receipt.id} has not ended.`, retry: 'later'});
  }
  for (const file of [job['output_file'], job['error_file']]) {
    if (typeof file !== 'string') continue;
    const content = await unlessMissing(ask(settings, call, {method: 'GET', path: `/v1/files/${file}/content`}));
    if (content === undefined) throw gone(receipt);
    for await (const text of textLines(content.body)) yield {text};
  }
}

async function cancel(settings: Settings, receipt: Receipt, call: Call): Promise<void> {
  await askJson(settings, call, {method: 'POST', path: `${jobPath(receipt)}/cancel`});
}

/** The job itself cannot be deleted; it holds no content. Its result files are the receipt's by way of the job. */
async function discard(settings: Settings, receipt: Receipt, call: Call): Promise<void> {
  const job = await unlessMissing(getJob(settings, receipt, call));
  for (const file of [...(receipt.files ?? []), job?.['output_file'], job?.['error_file']]) {
    if (typeof file !== 'string') continue;
    await unlessMissing(askJson(settings, call, {method: 'DELETE', path: `/v1/files/${file}`}));
  }
}

/** A refusal of the request itself is its result; its sentence may repeat the key. */
async function complete(settings: Settings, json: JsonObject, call: Call): Promise<Result> {
  const response = await exchange(settings, call, {method: 'POST', path: '/v1/answers', json});
  const refused = response.status === 400 || response.status === 422;
  const result = decodeReply(await jsonOf(refused ? response : await checked(settings, response)));
  if (result.kind !== 'fault') return result;
  return {...result, fault: {...result.fault, message: redact(result.fault.message, [settings.key()])}};
}

function getJob(settings: Settings, receipt: Receipt, call: Call): Promise<JsonObject> {
  return askJson(settings, call, {method: 'GET', path: jobPath(receipt)});
}

// An id may come from the user's command line.
function jobPath({id}: Receipt): string {
  return `/v1/jobs/${encodeURIComponent(id)}`;
}

interface Question {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly json?: JsonObject;
  readonly body?: HttpRequest['body'];
}

async function askJson(settings: Settings, call: Call, question: Question): Promise<JsonObject> {
  return jsonOf(await ask(settings, call, question));
}

async function ask(settings: Settings, call: Call, question: Question): Promise<HttpResponse> {
  return checked(settings, await exchange(settings, call, question));
}

function exchange({baseUrl = BASE_URL, key}: Settings, call: Call, question: Question): Promise<HttpResponse> {
  const {method, path, json} = question;
  const body = json === undefined ? question.body : JSON.stringify(json);
  const headers = {authorization: `Bearer ${key()}`, ...(json && {'content-type': 'application/json'})};
  return send(call, {method, url: baseUrl.replace(/\/+$/, '') + path, headers, ...(body !== undefined && {body})});
}

/** The answer, unless it is an error; a redirect is one. */
async function checked({key, keyEnv}: Settings, response: HttpResponse): Promise<HttpResponse> {
  if (response.status >= 200 && response.status < 300) return response;
  throw await responseFault(response, {vendor: 'Acme', secrets: [key()], ...(keyEnv !== undefined && {keyEnv})});
}

async function jsonOf(response: HttpResponse): Promise<JsonObject> {
  const json = await response.json();
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonObject;
  throw fault({code: 'vendor-error', message: 'Acme answered with JSON that is no object.', retry: 'later'});
}

async function unlessMissing<Found>(found: Promise<Found>): Promise<Found | undefined> {
  return found.catch((error: unknown) => {
    if (isFault(error) && error.code === 'not-found') return undefined;
    throw error;
  });
}

/** An answer that is no list may not be taken for an empty one: the job would be sent again. */
function jobsOf(page: JsonObject): readonly JsonObject[] {
  const {jobs} = page;
  if (Array.isArray(jobs)) return jobs;
  throw fault({code: 'vendor-error', message: 'Acme answered without a list of jobs.', retry: 'later'});
}

function receiptOf(job: JsonObject): Receipt {
  const file = job['input_file'];
  return {id: idOf(job), files: typeof file === 'string' ? [file] : []};
}

function idOf(answer: JsonObject): string {
  const id = answer['id'];
  if (typeof id === 'string') return id;
  throw fault({code: 'vendor-error', message: 'Acme answered without an id.', retry: 'later', outcome: 'unknown'});
}

function gone({id}: Receipt): Error {
  return fault({code: 'gone', message: `Acme no longer has the results of ${id}.`, retry: 'never'});
}
