import {
  type Call,
  fault,
  type JsonObject,
  type OpenProvider,
  type PartStatus,
  type Receipt,
  type Result,
  type ResultLine,
  type Settings,
} from '@agac/provider';
import {
  downloadLines,
  type HttpResponse,
  lowered,
  objectIn,
  openClient,
  retryAfterMs,
  unlessMissing,
  type VendorClient,
} from '@agac/provider/kit';
import {decodeLine, decodeMessage} from './decode.js';
import {encodeRequest} from './encode.js';
import {explain} from './faults.js';
import {describeModel} from './models.js';
import {readOptions} from './options.js';
import {decodeStatus, isGone, tallyOf} from './status.js';
import {batchPath, find, getBatch, submit} from './submit.js';

/** A model may think for minutes before the first byte of an answer. */
const ANSWER_TIMEOUTS = {headersMs: 600_000};
/** Of answers about the request itself: malformed, and too large. */
const ABOUT_THE_REQUEST = [400, 413, 422];

/** Opens the adapter for Anthropic; sends nothing. */
export const open: OpenProvider = (settings) => {
  const options = readOptions(settings.options);
  const client = openClient(withoutVersion(settings), {
    vendor: 'Anthropic',
    baseUrl: 'https://api.anthropic.com',
    ownHosts: ['api.anthropic.com'],
    headers: (key) => ({'x-api-key': key, ...options.headers}),
    explain,
  });
  const describe = (model: string) => lowered(describeModel(model, options), options.limits);
  return {
    contract: 1,
    name: settings.name,
    settleMs: options.settleMs,
    ...client.reach,
    describe,
    encode: (request) => encodeRequest(request, options),
    submit: (part, call) => submit(client, part, {call, limits: describe(part.model).limits}),
    find: (lost, call) => find(client, lost, call),
    status: (receipt, call) => status(client, receipt, call),
    results: (receipt, call) => results(client, receipt, call),
    decode: decodeLine,
    cancel: (receipt, call) => cancel(client, receipt, call),
    discard: (receipt, call) => discard(client, receipt, call),
    complete: (request, call) => complete(client, encodeRequest(request, options).body, call),
  };
};

/** Anthropic's own tools want the address without `/v1`, other tools with it. */
function withoutVersion({baseUrl, ...settings}: Settings): Settings {
  return baseUrl === undefined ? settings : {...settings, baseUrl: baseUrl.replace(/\/v1\/?$/, '')};
}

async function status(client: VendorClient, receipt: Receipt, call: Call): Promise<PartStatus> {
  const response = await client.ask(call, {method: 'GET', path: batchPath(receipt)});
  const pollAfterMs = retryAfterMs(response.headers['retry-after'], Date.now());
  const batch = await objectIn(response, 'Anthropic');
  return {...decodeStatus(batch), ...(pollAfterMs !== undefined && {pollAfterMs})};
}

async function* results(
  client: VendorClient,
  receipt: Receipt,
  call: Call & {readonly cursor?: string},
): AsyncGenerator<ResultLine> {
  const batch = await getBatch(client, receipt, call);
  if (decodeStatus(batch).phase !== 'ended') throw notReady(`The Anthropic batch ${receipt.id} has not ended.`);
  const open = async (): Promise<HttpResponse> => {
    // The address is built here; the one that the batch names is not looked at.
    const content = await unlessMissing(client.ask(call, {method: 'GET', path: `${batchPath(receipt)}/results`}));
    if (content !== undefined) return content;
    if (isGone(batch, Date.now())) throw gone(receipt);
    // Its servers learn at different times that a batch has ended: anthropic-sdk-python, issue 1432.
    throw notReady(`The Anthropic batch ${receipt.id} has ended, and its results cannot be read yet.`);
  };
  const lines = tallyOf(batch)?.total;
  yield* downloadLines([{open, ...(lines !== undefined && {lines})}], call.cursor);
}

async function cancel(client: VendorClient, receipt: Receipt, call: Call): Promise<void> {
  const response = await client.send(call, {method: 'POST', path: `${batchPath(receipt)}/cancel`});
  if (response.status >= 200 && response.status < 300) return response.close();
  const refused = await client.faultOf(response);
  // A batch that has ended, or is stopping already, is refused; there is nothing left to do then.
  const now = [400, 409].includes(response.status) && decodeStatus(await getBatch(client, receipt, call));
  if (!now || (now.phase !== 'ended' && now.phase !== 'stopping')) throw refused;
  call.log(`Anthropic: ${receipt.id} is ${now.word}, there is nothing to cancel`);
}

/** Deletes the batch with its requests and results; one that has not ended is refused, for it would have to be cancelled. */
async function discard(client: VendorClient, receipt: Receipt, call: Call): Promise<void> {
  const deleted = await unlessMissing(client.ask(call, {method: 'DELETE', path: batchPath(receipt)}));
  deleted?.close();
}

async function complete(client: VendorClient, body: JsonObject, call: Call): Promise<Result> {
  const question = {method: 'POST', path: '/v1/messages', json: body, timeouts: ANSWER_TIMEOUTS} as const;
  const response = await client.send(call, question);
  if (response.status >= 200 && response.status < 300) {
    return {...decodeMessage(await objectIn(response, 'Anthropic')), id: ''} as Result;
  }
  const failed = await client.faultOf(response);
  if (!ABOUT_THE_REQUEST.includes(response.status) || failed.code !== 'refused') throw failed;
  return {kind: 'fault', id: '', fault: {code: failed.code, message: failed.message, retry: failed.retry}};
}

function notReady(message: string): Error {
  return fault({code: 'not-ready', message, retry: 'later'});
}

function gone({id}: Receipt): Error {
  const message = `Anthropic no longer has the results of ${id}; it keeps them for 29 days.`;
  return fault({code: 'gone', message, retry: 'never'});
}
