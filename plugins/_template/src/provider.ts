import type {
  Call,
  JsonObject,
  LostPart,
  Part,
  Provider,
  Receipt,
  Result,
  ResultLine,
  Settings,
  Steps,
} from '@agac/provider';
import {fault} from '@agac/provider';
import {
  beforeCreate,
  checkPart,
  countOf,
  downloadLines,
  objectIn,
  objectsOf,
  openClient,
  rangeFrom,
  redact,
  textOf,
  unlessMissing,
  type VendorClient,
  wireLines,
} from '@agac/provider/kit';
import {decodeLine, decodeReply, decodeStatus} from './decode.js';
import {encodeRequest, wireLine} from './encode.js';
import {describeModel} from './models.js';

/** How long a new job may be missing from Acme's list. */
const SETTLE_MS = 200;
/** An upload that never becomes a job is deleted by Acme after three days. */
const UPLOAD_SECONDS = 3 * 24 * 60 * 60;

/** Opens the adapter for Acme; sends nothing. The option `settleMs` is the adapter's own, all others go to Acme. */
export function open(settings: Settings): Provider {
  const {settleMs, ...options} = settings.options;
  const client = openClient(settings, {
    vendor: 'Acme',
    baseUrl: 'https://api.acme.invalid',
    ownHosts: ['api.acme.invalid'],
    headers: (key) => ({authorization: `Bearer ${key}`}),
  });
  return {
    contract: 1,
    name: settings.name,
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    ...client.reach,
    describe: describeModel,
    encode: (request) => encodeRequest(request, options),
    submit: (part, call) => submit(client, part, call),
    find: (lost, call) => find(client, lost, call),
    status: async (receipt, call) => decodeStatus(await getJob(client, receipt, call)),
    results: (receipt, call) => results(client, receipt, call),
    decode: decodeLine,
    cancel: (receipt, call) => cancel(client, receipt, call),
    discard: (receipt, call) => discard(client, receipt, call),
    complete: (request, call) => complete(client, settings, {body: encodeRequest(request, options).body, call}),
  };
}

async function submit(client: VendorClient, part: Part, call: Call & Steps): Promise<Receipt> {
  const file = await inputFile(client, part, call).catch(beforeCreate);
  // One POST and no more: what a lost answer to it means is for the host to find out.
  const json = {input_file: file, label: part.key, model: part.model};
  return receiptOf(await client.json(call, {method: 'POST', path: '/v1/jobs', json}));
}

async function inputFile(client: VendorClient, part: Part, call: Call & Steps): Promise<string> {
  const {limits} = describeModel(part.model);
  const bytes = await checkPart(part, {limits, toLine: wireLine});
  return (await savedFile(client, call)) ?? upload(client, part, {bytes, call});
}

/** The upload of an earlier attempt, if Acme still has it. */
async function savedFile(client: VendorClient, call: Call & Steps): Promise<string | undefined> {
  const file = textOf(call.step?.['file']);
  if (file === undefined) return undefined;
  const there = await unlessMissing(client.json(call, {method: 'GET', path: `/v1/files/${file}`}));
  return there && file;
}

async function upload(
  client: VendorClient,
  part: Part,
  {bytes, call}: {readonly bytes: number; readonly call: Call & Steps},
): Promise<string> {
  const path = `/v1/files?name=${part.key}.jsonl&expires_in=${UPLOAD_SECONDS}`;
  const made = await client.json(call, {method: 'POST', path, body: {bytes, chunks: wireLines(part, wireLine)}});
  const file = idOf(made);
  await call.save({file});
  return file;
}

/** Acme cannot be asked for a label, so its list is read, newest first, until the label turns up. */
async function find(client: VendorClient, {key, taken}: LostPart, call: Call): Promise<Receipt | undefined> {
  let after = '';
  for (;;) {
    const page = await client.json(call, {method: 'GET', path: `/v1/jobs?limit=100${after}`});
    const jobs = jobsOf(page);
    const found = jobs.find((job) => job['label'] === key && !taken.includes(idOf(job)));
    if (found !== undefined) return receiptOf(found);
    const last = jobs.at(-1);
    if (page['more'] !== true || last === undefined) return undefined;
    after = `&after=${idOf(last)}`;
  }
}

/** First what was answered, then what failed or was never come to; either file is missing when it would be empty. */
async function* results(
  client: VendorClient,
  receipt: Receipt,
  call: Call & {readonly cursor?: string},
): AsyncGenerator<ResultLine> {
  const job = await getJob(client, receipt, call);
  if (decodeStatus(job).phase !== 'ended') {
    throw fault({code: 'not-ready', message: `The Acme job ${receipt.id} has not ended.`, retry: 'later'});
  }
  const files = [textOf(job['output_file']), textOf(job['error_file'])].filter((file) => file !== undefined);
  const open = (file: string) => async (offset: number) => {
    const question = {method: 'GET' as const, path: `/v1/files/${file}/content`, headers: rangeFrom(offset)};
    const content = await unlessMissing(client.ask(call, question));
    return content ?? gone(receipt);
  };
  const bytes = (file: string) => async () => {
    const about = await unlessMissing(client.json(call, {method: 'GET', path: `/v1/files/${file}`}));
    return countOf(about?.['bytes']);
  };
  yield* downloadLines(
    files.map((file) => ({open: open(file), bytes: bytes(file)})),
    call.cursor,
  );
}

async function cancel(client: VendorClient, receipt: Receipt, call: Call): Promise<void> {
  await client.json(call, {method: 'POST', path: `${jobPath(receipt)}/cancel`});
}

/** The input file, and the result files of a job that Acme still knows. */
async function discard(client: VendorClient, receipt: Receipt, call: Call): Promise<void> {
  const job = await unlessMissing(getJob(client, receipt, call));
  for (const file of [...(receipt.files ?? []), job?.['output_file'], job?.['error_file']]) {
    if (typeof file === 'string') {
      await unlessMissing(client.json(call, {method: 'DELETE', path: `/v1/files/${encodeURIComponent(file)}`}));
    }
  }
}

async function complete(
  client: VendorClient,
  settings: Settings,
  {body, call}: {readonly body: JsonObject; readonly call: Call},
): Promise<Result> {
  const response = await client.send(call, {method: 'POST', path: '/v1/answers', json: body});
  const isRefused = response.status === 400 || response.status === 422;
  if (!isRefused && (response.status < 200 || response.status > 299)) throw await client.faultOf(response);
  const result = decodeReply(await objectIn(response, 'Acme'));
  if (result.kind !== 'fault') return result;
  return {...result, fault: {...result.fault, message: redact(result.fault.message, [settings.key()])}};
}

function getJob(client: VendorClient, receipt: Receipt, call: Call): Promise<JsonObject> {
  return client.json(call, {method: 'GET', path: jobPath(receipt)});
}

// An id may come from the user's command line.
function jobPath({id}: Receipt): string {
  return `/v1/jobs/${encodeURIComponent(id)}`;
}

/** An answer that is no list may not be taken for an empty one: the job would be sent again. */
function jobsOf(page: JsonObject): readonly JsonObject[] {
  const jobs = objectsOf(page['jobs']);
  if (jobs !== undefined) return jobs;
  throw fault({code: 'vendor-error', message: 'Acme answered without a list of jobs.', retry: 'later'});
}

function receiptOf(job: JsonObject): Receipt {
  const file = textOf(job['input_file']);
  return {id: idOf(job), files: file === undefined ? [] : [file]};
}

function idOf(answer: JsonObject): string {
  const id = textOf(answer['id']);
  if (id !== undefined) return id;
  throw fault({code: 'vendor-error', message: 'Acme answered without an id.', retry: 'later', outcome: 'unknown'});
}

function gone({id}: Receipt): never {
  throw fault({code: 'gone', message: `Acme no longer has the results of ${id}.`, retry: 'never'});
}
