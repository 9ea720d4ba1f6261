import type {Call, Steps} from '../contract/call.js';
import type {Part, Receipt} from '../contract/part.js';
import type {Provider, Settings} from '../contract/provider.js';
import type {ModelRequest} from '../contract/request.js';
import type {Result, ResultLine} from '../contract/result.js';
import type {PartStatus} from '../contract/status.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {beforeCreate} from '../kit/check-part.js';
import {downloadLines} from '../kit/download-lines.js';
import {retryAfterMs} from '../kit/retry-after.js';
import {stopJob} from '../kit/stop-job.js';
import {objectIn, openClient, unlessMissing, type VendorClient} from '../kit/vendor-client.js';
import {completeNow} from './complete.js';
import type {Dialect} from './dialect.js';
import {encodeRequest, lineWriter} from './encode.js';
import {deleteFiles, inputFile, resultDownload} from './files.js';
import {findJob} from './find-job.js';
import {jobIn, readStatus, receiptOf, resultFiles} from './job.js';
import {readResultLine} from './result-line.js';

const FILES = '/files';
/** A vendor may think long about a create, and its answer is the only proof of what was bought. */
const CREATE_TIMEOUTS = {headersMs: 600_000};

/** A provider for a vendor whose batch API is OpenAI's, but for its dialect. Sends nothing. */
export function openAiShaped(settings: Settings, dialect: Dialect): Provider {
  const shaped: Shaped = {settings, dialect, client: openClient(settings, dialect)};
  return {
    contract: 1,
    name: settings.name,
    settleMs: dialect.settleMs,
    ...shaped.client.reach,
    describe: dialect.describe,
    encode: (request) => encodeRequest(request, dialect),
    submit: (part, call) => submit(shaped, part, call),
    find: (lost, call) => findJob(shaped, lost, call),
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
