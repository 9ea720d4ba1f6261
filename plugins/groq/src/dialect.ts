import type {Fault} from '@agac/provider';
import {lowered, objectOf, objectsOf, textOf} from '@agac/provider/kit';
import type {Dialect, JobPage, RetryOf} from '@agac/provider/openai-shape';
import {describeModel, isHeldToJsonOnly} from './models.js';
import type {Options} from './options.js';
import {fitGroq} from './schema.js';

/** The name under which Groq keeps the key of a part. */
const KEY = 'agac_key';
/** Groq's own status: the tier `flex` has no capacity at the moment. */
const NO_CAPACITY = 498;

/** In what Groq differs from OpenAI. Facts: console.groq.com/docs/batch and groq-sdk 1.6.0, read 2026-11-25. */
export function groqDialect({completionWindow, settleMs, limits, body, notes}: Options): Dialect {
  return {
    vendor: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    ownHosts: ['api.groq.com'],
    headers: (key) => ({authorization: `Bearer ${key}`}),
    describe: (model) => lowered(describeModel(model, completionWindow.hours), limits),
    // The only endpoint for text; `/v1/responses` has no batch lane.
    endpoint: '/v1/chat/completions',
    // `max_tokens` is deprecated.
    parameterFields: {maxTokens: 'max_completion_tokens'},
    fit: fitGroq,
    isTold: isHeldToJsonOnly,
    options: {body, notes},
    // Uploads cannot be told to expire.
    uploadFields: {purpose: 'batch'},
    oneModel: false,
    createFields: (part) => ({completion_window: completionWindow.word, metadata: {[KEY]: part.key}}),
    isMeant: (job, lost) => objectOf(job['metadata'])?.[KEY] === lost.key,
    listQuery: '',
    page: pageOf,
    anyOrder: true,
    settleMs,
    retryOf,
    explain,
  };
}

function pageOf(answer: Parameters<Dialect['page']>[0]): JobPage | undefined {
  const jobs = objectsOf(answer['data']);
  const cursor = textOf(objectOf(answer['paging'])?.['next_cursor']);
  return jobs && {jobs, ...(cursor !== undefined && {next: `cursor=${encodeURIComponent(cursor)}`})};
}

/** Without strict decoding, an answer that is no JSON or does not fit is refused as if the request were wrong. */
const retryOf: RetryOf = (code, status) => {
  if (code === 'json_validate_failed') return 'same';
  return status === NO_CAPACITY ? 'later' : undefined;
};

function explain(_fault: Fault, status: number): Partial<Fault> {
  return status === NO_CAPACITY ? {code: 'rate-limited', retry: 'later'} : {};
}
