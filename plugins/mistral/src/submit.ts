import type {Call, JsonObject, Part, Receipt, Steps} from '@agac/provider';
import {beforeCreate, checkPart, inlineBody, type PartRules} from '@agac/provider/kit';
import {inputFile} from '@agac/provider/openai-shape';
import {receiptOf, VENDOR} from './job.js';
import type {Opened} from './opened.js';

export const JOBS = '/v1/batch/jobs';
export const FILES = '/v1/files';
/** The name under which Mistral keeps the key of a part; 32 characters at most. */
export const KEY = 'agac_key';

/** The answer to a create is the only proof of what was bought. */
const CREATE_TIMEOUTS = {headersMs: 600_000};
/** The most requests that a create may hold itself: docs.mistral.ai/api, `requests`, read 2026-11-23. */
const INLINE_REQUESTS = 10_000;
/** Chosen here: up to this size, nothing is left behind and one call less is made. */
const INLINE_BYTES = 8_000_000;
/** An upload that never becomes a job is deleted by Mistral after three days. */
const UPLOAD_FIELDS = {purpose: 'batch', expiry: '72'};

/** What stands in a file, or in the list of a create, for one request. */
export function wireLine(id: string, body: JsonObject): JsonObject {
  return {custom_id: id, body};
}

/** Sends a part: few and small requests in the create itself, others as a file before it. */
export async function submit(opened: Opened, part: Part, call: Call & Steps): Promise<Receipt> {
  const {client, describe, options} = opened;
  const rules: PartRules = {limits: describe(part.model).limits, toLine: wireLine, oneModel: true};
  const lineBytes = await checkPart(part, rules).catch(beforeCreate);
  const isSmall = part.count <= INLINE_REQUESTS && lineBytes <= INLINE_BYTES;
  // A file that an earlier attempt uploaded is used: it is there and paid no second time.
  const isInline = options.inline ?? (isSmall && call.step === undefined);
  const order = {
    endpoint: '/v1/chat/completions',
    model: part.model,
    timeout_hours: options.timeoutHours,
    metadata: {[KEY]: part.key},
  };
  if (isInline) {
    const frame = {before: `${JSON.stringify(order).slice(0, -1)},"requests":[`, after: ']}'};
    const body = inlineBody(part, {frame, toLine: wireLine, lineBytes});
    return create(opened, call, {headers: {'content-type': 'application/json'}, body});
  }
  const fileRules = {...rules, path: FILES, vendor: VENDOR, fields: UPLOAD_FIELDS};
  const {file} = await inputFile(client, part, {call, rules: fileRules}).catch(beforeCreate);
  return create(opened, call, {json: {...order, input_files: [file]}});
}

/** One POST and no more: what a lost answer to it means is for the host to find out. */
async function create(
  {client}: Opened,
  call: Call,
  question: Pick<Parameters<Opened['client']['json']>[1], 'json' | 'body' | 'headers'>,
): Promise<Receipt> {
  return receiptOf(await client.json(call, {method: 'POST', path: JOBS, timeouts: CREATE_TIMEOUTS, ...question}));
}
