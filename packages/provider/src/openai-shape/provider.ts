import type {
  Call,
  LostPart,
  ModelRequest,
  Part,
  PartStatus,
  Provider,
  Receipt,
  Result,
  ResultLine,
  Settings,
  Steps,
} from '../contract.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {beforeCreate} from '../kit/check-part.js';
import {downloadLines} from '../kit/download-lines.js';
import {countOf, objectOf, textOf} from '../kit/read-json.js';
import {redact} from '../kit/redact.js';
import {retryAfterMs} from '../kit/retry-after.js';
import {objectIn, openClient, unlessMissing, type VendorClient} from '../kit/vendor-client.js';
import type {Dialect} from './dialect.js';
import {encodeRequest, wireLine} from './encode.js';
import {deleteFiles, inputFile, resultDownload} from './files.js';
import {readStatus, receiptOf, resultFiles} from './job.js';
import {readAnswer, readResultLine, requestFault} from './result-line.js';

const FILES = '/files';
/** A vendor may think long about a create, and its answer is the only proof of what was bought. */
const CREATE_TIMEOUTS = {headersMs: 600_000};
/** A model may think for minutes before the first byte of an answer. */
const ANSWER_TIMEOUTS = {headersMs: 600_000};
/** How far the clocks of a vendor's file and job services may be apart, in seconds. */
const CLOCK_SLACK = 60;

/** A provider for a vendor whose batch API is OpenAI's, but for its dialect. Sends nothing. */
export function openAiShaped(settings: Settings, dialect: Dialect): Provider {
  const shaped: Shaped = {settings, dialect, client: openClient(settings, dialect)};
  return {
    contract: 1,
    name: settings.name,
    settleMs: dialect.settleMs,
    describe: dialect.describe,
    encode: (request) => encodeRequest(request, dialect),
    submit: (part, call) => submit(shaped, part, call),
    find: (lost, call) => find(shaped, lost, call),
    status: (receipt, call) => status(shaped, receipt, call),
    results: (receipt, call) => results(shaped, receipt, call),
    decode: readResultLine,
    cancel: (receipt, call) => cancel(shaped, receipt, call),
    discard: (receipt, call) => discard(shaped, receipt, call),
    complete: (request, call) => complete(shaped, request, call),
  };
}

interface Shaped {
  readonly settings: Settings;
  readonly dialect: Dialect;
  readonly client: VendorClient;
}

async function submit({client, dialect}: Shaped, part: Part, call: Call & Steps): Promise<Receipt> {
  const {vendor, uploadFields: fields, oneModel, describe} = dialect;
  const {limits} = describe(part.model);
  const endpoint = part.lane ?? dialect.endpoint;
  const toLine = (id: string, body: JsonObject) => wireLine(id, body, endpoint);
  const rules = {path: FILES, vendor, fields, limits, oneModel, toLine};
  const {file} = await inputFile(client, part, {call, rules}).catch(beforeCreate);
  const json = {input_file_id: file, endpoint, ...dialect.createFields(part)};
  // One POST and no more: what a lost answer to it means is for the host to find out.
  const made = await client.json(call, {method: 'POST', path: '/batches', json, timeouts: CREATE_TIMEOUTS});
  return receiptOf(made, vendor);
}

/** Reads the list, newest first, to the jobs that are older than the part's upload. Of several, the oldest is meant. */
async function find({client, dialect}: Shaped, lost: LostPart, call: Call): Promise<Receipt | undefined> {
  const uploadedAt = countOf(lost.step?.['uploadedAt']);
  const oldest = uploadedAt === undefined ? 0 : uploadedAt - CLOCK_SLACK;
  let found: JsonObject | undefined;
  for (let query: string | undefined = 'limit=100'; query !== undefined; ) {
    const answer = await client.json(call, {method: 'GET', path: `/batches?${query}`});
    const page = dialect.page(answer);
    // An answer that is no list may not be taken for an empty one: the job would be sent again.
    if (page === undefined) throw noList(dialect.vendor);
    const isFree = (job: JsonObject) => !lost.taken.includes(textOf(job['id']) ?? '');
    found = page.jobs.findLast((job) => isFree(job) && isMeant(job, lost, dialect)) ?? found;
    const isPast = page.jobs.some((job) => (countOf(job['created_at']) ?? oldest) < oldest);
    query = isPast ? undefined : page.next;
  }
  return found && receiptOf(found, dialect.vendor);
}

/** By what the create said of the job, or by the file that was uploaded for this part and for no other. */
function isMeant(job: JsonObject, lost: LostPart, dialect: Dialect): boolean {
  const file = textOf(lost.step?.['file']);
  return dialect.isMeant(job, lost) || (file !== undefined && job['input_file_id'] === file);
}

async function status(shaped: Shaped, receipt: Receipt, call: Call): Promise<PartStatus> {
  const {client, dialect} = shaped;
  const response = await client.ask(call, {method: 'GET', path: jobPath(receipt)});
  const wish = retryAfterMs(response.headers['retry-after'], Date.now());
  const pollAfterMs = dialect.pollMs === undefined ? wish : Math.max(dialect.pollMs, wish ?? 0);
  return {
    ...readStatus(await objectIn(response, dialect.vendor)),
    ...(pollAfterMs !== undefined && {pollAfterMs}),
  };
}

/** Both files, whatever the end: what was answered, then what failed or was never come to. */
async function* results(
  {client, dialect}: Shaped,
  receipt: Receipt,
  call: Call & {readonly cursor?: string},
): AsyncGenerator<ResultLine> {
  const {vendor} = dialect;
  const job = await client.json(call, {method: 'GET', path: jobPath(receipt)});
  if (readStatus(job).phase !== 'ended') {
    throw fault({code: 'not-ready', message: `The ${vendor} job ${receipt.id} has not ended.`, retry: 'later'});
  }
  const files = resultFiles(job).map((id) => resultDownload(client, call, {path: FILES, id, vendor}));
  yield* downloadLines(files, call.cursor);
}

async function cancel({client, dialect}: Shaped, receipt: Receipt, call: Call): Promise<void> {
  const response = await client.send(call, {method: 'POST', path: `${jobPath(receipt)}/cancel`});
  if (response.status >= 200 && response.status < 300) return response.close();
  const refused = await client.faultOf(response);
  // A job that has ended, or is stopping already, is refused; there is nothing left to do then.
  const now = [400, 409].includes(response.status) && readStatus(await getJob(client, receipt, call));
  if (!now || (now.phase !== 'ended' && now.phase !== 'stopping')) throw refused;
  call.log(`${dialect.vendor}: ${receipt.id} is ${now.word}, there is nothing to cancel`);
}

function getJob(client: VendorClient, receipt: Receipt, call: Call): Promise<JsonObject> {
  return client.json(call, {method: 'GET', path: jobPath(receipt)});
}

/** There is no call that deletes a job; its files are what is kept. */
async function discard({client}: Shaped, receipt: Receipt, call: Call): Promise<void> {
  const job = await unlessMissing(getJob(client, receipt, call));
  await deleteFiles(client, call, FILES, [...(receipt.files ?? []), ...(job ? resultFiles(job) : [])]);
}

async function complete(shaped: Shaped, request: ModelRequest, call: Call): Promise<Result> {
  const {client, dialect, settings} = shaped;
  const {body} = encodeRequest(request, dialect);
  const path = dialect.endpoint.replace('/v1', '');
  const response = await client.send(call, {method: 'POST', path, json: body, timeouts: ANSWER_TIMEOUTS});
  if (response.status === 400 || response.status === 422) {
    const answer = await objectIn(response, dialect.vendor);
    const {message, ...facts} = requestFault(response.status, objectOf(answer['error']) ?? answer);
    return {kind: 'fault', id: '', fault: {...facts, message: redact(message, [settings.key()])}};
  }
  if (response.status < 200 || response.status > 299) throw await client.faultOf(response);
  return {...readAnswer(await objectIn(response, dialect.vendor)), id: ''};
}

// An id may come from the user's command line.
function jobPath({id}: Receipt): string {
  return `/batches/${encodeURIComponent(id)}`;
}

function noList(vendor: string): Error {
  return fault({code: 'vendor-error', message: `${vendor} answered without a list of jobs.`, retry: 'later'});
}
