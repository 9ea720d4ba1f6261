import type {Call, Part, Receipt, Steps} from '@agac/provider';
import {
  beforeCreate,
  checkPart,
  frameBytes,
  type InlineFrame,
  inlineBody,
  objectIn,
  type Question,
  textOf,
} from '@agac/provider/kit';
import {modelPath, nameOf, type Opened, PATIENT, VENDOR} from './api.js';
import {INLINE_EXTRA, inlineItem, lineOf} from './encode.js';
import {inputFile} from './upload.js';

/**
 * The most that a create may have that holds its requests itself: Google takes less than 20 MB
 * (ai.google.dev/gemini-api/docs/batch-api, 2026-11-23) and does not say how it counts.
 */
const MOST_INLINE_BYTES = 19_000_000;

/** Sends a part inside the create where it is small enough, else as a file. The create is sent once, whatever comes back. */
export async function submit(opened: Opened, part: Part, call: Call & Steps): Promise<Receipt> {
  const {client} = opened;
  const {question, files} = await createQuestion(opened, part, call).catch(beforeCreate);
  const path = modelPath(part.model, 'batchGenerateContent');
  const response = await client.ask(call, {method: 'POST', path, ...question});
  return {id: nameOf(await objectIn(response, VENDOR)), files};
}

interface Create {
  readonly question: Pick<Question, 'body' | 'json' | 'headers' | 'timeouts'>;
  readonly files: readonly string[];
}

async function createQuestion({client, options, describe}: Opened, part: Part, call: Call & Steps): Promise<Create> {
  const {limits} = describe(part.model);
  const {bytes, count} = await measured(part, {limits, toLine: lineOf(options)});
  const frame = frameOf(part);
  const hasUpload = textOf(call.step?.['file']) !== undefined;
  if (options.inline && !hasUpload && bytes + frameBytes(frame) <= MOST_INLINE_BYTES) {
    const body = inlineBody(part, {frame, toLine: inlineItem, lineBytes: bytes});
    const headers = {...PATIENT.headers, 'content-type': 'application/json'};
    return {question: {...PATIENT, headers, body}, files: []};
  }
  const fileBytes = options.inline ? bytes - count * INLINE_EXTRA : bytes;
  const file = await inputFile(client, part, {call, bytes: fileBytes});
  const json = {batch: {displayName: part.key, inputConfig: {fileName: file}}};
  return {question: {...PATIENT, json}, files: [file]};
}

/** Checks a part, and says how many requests and bytes it really has. */
async function measured(part: Part, {limits, toLine}: Pick<Parameters<typeof checkPart>[1], 'limits' | 'toLine'>) {
  let count = 0;
  const counted: typeof toLine = (id, body) => {
    count += 1;
    return toLine(id, body);
  };
  const bytes = await checkPart(part, {limits, toLine: counted});
  return {bytes, count};
}

/** What stands around the requests in a create. */
function frameOf({key}: Part): InlineFrame {
  return {
    before: `{"batch":{"displayName":${JSON.stringify(key)},"inputConfig":{"requests":{"requests":[`,
    after: ']}}}}',
  };
}
