import {type Call, fault, type JsonObject, type ModelCard, type Receipt} from '@agac/provider';
import {
  type HttpResponse,
  type ListRules,
  listLines,
  type Question,
  textOf,
  type VendorClient,
} from '@agac/provider/kit';
import {modelId} from './models.js';
import type {Options} from './options.js';

/** An adapter at work. */
export interface Opened {
  readonly client: VendorClient;
  readonly options: Options;
  readonly describe: (model: string) => ModelCard;
}

export const VENDOR = 'Gemini';
export const BASE_URL = 'https://generativelanguage.googleapis.com';
const VERSION = 'v1beta';

const TEN_MINUTES = 600;
/**
 * For what Google may think about for long: a model, or a job that is put together. Its front end gives up after a minute
 * unless it is told; its SDKs tell it with this header.
 */
export const PATIENT: Pick<Question, 'headers' | 'timeouts'> = {
  headers: {'x-server-timeout': String(TEN_MINUTES)},
  timeouts: {headersMs: TEN_MINUTES * 1000},
};

/** The lists in an operation that may be long: the responses of an inline job, and its requests, should they be repeated. */
const LISTS: Omit<ListRules, 'around'> = {list: 'inlinedResponses', without: ['requests']};

/** Where a job is; the id may come from the user's command line. */
export function jobPath({id}: Receipt): string {
  return `/${VERSION}/batches/${encodeURIComponent(id.replace(/^batches\//, ''))}`;
}

/** Whether a job may hold its responses itself: one that was given a file names a file. */
export function isInline({files}: Receipt): boolean {
  return files === undefined || files.length === 0;
}

export function jobsPath(query: string): string {
  return `/${VERSION}/batches?${query}`;
}

export function modelPath(model: string, method: string): string {
  return `/${VERSION}/models/${encodeURIComponent(modelId(model))}:${method}`;
}

export function filePath(file: string): string {
  return `/${VERSION}/files/${fileId(file)}`;
}

export function contentPath(file: string): string {
  return `/download/${VERSION}/files/${fileId(file)}:download?alt=media`;
}

export function uploadPath(): string {
  return `/upload/${VERSION}/files`;
}

function fileId(file: string): string {
  return encodeURIComponent(file.replace(/^files\//, ''));
}

/** Whether Google does not have a file (any more): it says 403, "You do not have permission … or it may not exist". */
export function isNoFile({status}: HttpResponse): boolean {
  return status === 403 || status === 404 || status === 410;
}

/** What Google says of a file, or undefined where it does not have it. */
export async function lookAtFile(client: VendorClient, call: Call, file: string): Promise<JsonObject | undefined> {
  const response = await client.send(call, {method: 'GET', path: filePath(file)});
  if (response.status >= 200 && response.status < 300) return documentIn(response);
  const refused = await client.faultOf(response);
  if (isNoFile(response)) return undefined;
  throw refused;
}

/** An answer without the long lists in it. One that is no JSON object is the fault `vendor-error`, to be tried later. */
export async function documentIn(response: HttpResponse): Promise<JsonObject> {
  const {around, lines} = siftedLines(response);
  for await (const _ of lines) {
    // Read to the end, for what stands behind the list.
  }
  return around();
}

/** The responses in an answer, a line each, and, once they have been read, what stands around them. */
export function siftedLines(response: HttpResponse): {
  readonly lines: AsyncIterable<Uint8Array>;
  readonly around: () => JsonObject;
} {
  let json = '';
  const note = (rest: string) => {
    json = rest;
  };
  return {lines: listLines(response.body, {...LISTS, around: note}), around: () => objectOfJson(json)};
}

/** The name that Google gave to a job or a file; without one nobody knows what was made. */
export function nameOf(made: JsonObject | undefined): string {
  const name = textOf(made?.['name']);
  if (name !== undefined) return name;
  throw vendorError('answered without a name');
}

/** Throws `vendor-error`, to be tried later. */
export function vendorError(what: string): Error {
  return fault({code: 'vendor-error', message: `${VENDOR} ${what}.`, retry: 'later', outcome: 'unknown'});
}

function objectOfJson(json: string): JsonObject {
  const value = parsed(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw vendorError('answered with JSON that is no object');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw vendorError('answered with something that is not JSON');
  }
}
