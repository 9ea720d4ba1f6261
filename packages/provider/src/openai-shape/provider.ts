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
import {countOf, listOf, objectOf, objectsOf, textOf} from '../kit/read-json.js';
import {retryAfterMs} from '../kit/retry-after.js';
import {stopJob} from '../kit/stop-job.js';
import {objectIn, openClient, unlessMissing, type VendorClient} from '../kit/vendor-client.js';
import {completeNow} from './complete.js';
import type {Dialect, JobPage} from './dialect.js';
import {encodeRequest, lineWriter} from './encode.js';
import {deleteFiles, inputFile, resultDownload} from './files.js';
import {jobIn, readStatus, receiptOf, resultFiles} from './job.js';
import {readResultLine} from './result-line.js';

const FILES = '/files';
/** A vendor may think long about a create, and its answer is the only proof of what was bought. */
const CREATE_TIMEOUTS = {headersMs: 600_000};
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
    decode: (text) => readResultLine(text, dialect.retryOf),
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
  const {vendor, uploadPath, uploadFields: fields, fileNameField: nameField, oneModel, describe} = dialect;
  const {limits} = describe(part.model);
  const endpoint = part.lane ?? dialect.endpoint;
  const toLine = lineWriter(dialect, endpoint);
  const rules = {path: FILES, uploadPath, vendor, fields, nameField, limits, oneModel, toLine};
  const {file} = await inputFile(client, part, {call, rules}).catch(beforeCreate);
  const json = {input_file_id: file, endpoint, ...dialect.createFields(part)};
  // One POST and no more: what a lost answer to it means is for the host to find out.
  const made = await client.json(call, {method: 'POST', path: '/batches', json, timeouts: CREATE_TIMEOUTS});
  return receiptOf(jobIn(made), vendor);
}

/**
 * Reads the list, newest first, to the jobs that are older than the part's upload. Of several, the oldest is meant. In a
 * list of any order, the first one is.
 */
async function find({client, dialect}: Shaped, lost: LostPart, call: Call): Promise<Receipt | undefined> {
  const uploadedAt = countOf(lost.step?.['uploadedAt']);
  const oldest = uploadedAt === undefined ? 0 : uploadedAt - CLOCK_SLACK;
  let found: JsonObject | undefined;
  for (let query: string | undefined = dialect.listQuery ?? 'limit=100'; query !== undefined; ) {
    const page = await jobPage({client, dialect}, query, call);
    const isFree = (job: JsonObject) => !lost.taken.includes(textOf(job['id']) ?? '');
    found = page.jobs.findLast((job) => isFree(job) && isMeant(job, lost, dialect)) ?? found;
    const isPast = page.jobs.some((job) => (countOf(job['created_at']) ?? oldest) < oldest);
    const isDone = dialect.anyOrder ? found !== undefined : isPast;
    // A vendor that does not page as it is asked to shows the same jobs for ever.
    if (!isDone && page.next === query) throw noEnd(dialect.vendor);
    query = isDone ? undefined : page.next;
  }
  return found && receiptOf(found, dialect.vendor);
}

async function jobPage(
  {client, dialect}: Pick<Shaped, 'client' | 'dialect'>,
  query: string,
  call: Call,
): Promise<JobPage> {
  const response = await client.ask(call, {method: 'GET', path: query === '' ? '/batches' : `/batches?${query}`});
  const answer = await response.json();
  const whole = listOf(answer)?.every((job) => objectOf(job)) ? objectsOf(answer) : undefined;
  const page = whole === undefined ? dialect.page(objectOf(answer) ?? {}) : {jobs: whole};
  // An answer that is no list may not be taken for an empty one: the job would be sent again.
  if (page === undefined) throw noList(dialect.vendor);
  return page;
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

async function cancel({client}: Shaped, receipt: Receipt, call: Call): Promise<void> {
  const standing = async () => readStatus(await getJob(client, receipt, call));
  await stopJob(client, call, {path: `${jobPath(receipt)}/cancel`, standing});
}

function getJob(client: VendorClient, receipt: Receipt, call: Call): Promise<JsonObject> {
  return client.json(call, {method: 'GET', path: jobPath(receipt)});
}

/** There is no call that deletes a job; its files are what is kept. */
async function discard({client}: Shaped, receipt: Receipt, call: Call): Promise<void> {
  const job = await unlessMissing(getJob(client, receipt, call));
  await deleteFiles(client, call, FILES, [...(receipt.files ?? []), ...(job ? resultFiles(job) : [])]);
}

async function complete({client, dialect, settings}: Shaped, request: ModelRequest, call: Call): Promise<Result> {
  const {vendor, endpoint, retryOf} = dialect;
  const {body} = encodeRequest(request, dialect);
  return completeNow(client, call, {path: endpoint.replace('/v1', ''), body, vendor, key: settings.key(), retryOf});
}

// An id may come from the user's command line.
function jobPath({id}: Receipt): string {
  return `/batches/${encodeURIComponent(id)}`;
}

function noList(vendor: string): Error {
  return fault({code: 'vendor-error', message: `${vendor} answered without a list of jobs.`, retry: 'later'});
}

function noEnd(vendor: string): Error {
  const message = `${vendor} goes on showing the same jobs, so its list may not show all of them.`;
  return fault({code: 'ambiguous', message, retry: 'never'});
}
