import type {JsonObject} from '@agac/provider';
import {type LoopbackOptions, LoopbackVendor, type Manners} from '@agac/provider/fake';
import {ROUTES} from './vendor/routes.js';
import {schemaOf, speak} from './vendor/say.js';

/** How Google names its errors. */
const NAMES = new Map([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

const MANNERS: Manners = {
  name: 'gemini',
  routes: ROUTES,
  keyOf: ({headers}) => (typeof headers['x-goog-api-key'] === 'string' ? headers['x-goog-api-key'] : undefined),
  errorOf: ({status, code, message}) => ({
    status,
    json: JSON.stringify(
      {error: {code: status, message, status: NAMES.get(status) ?? 'INTERNAL', details: detailsOf(code)}},
      undefined,
      2,
    ),
  }),
  // Not 401: a key is taken for a field of the request.
  badKey: (message) => ({status: 400, code: 'API_KEY_INVALID', message}),
  words: {
    BATCH_STATE_PENDING: 'queued',
    BATCH_STATE_RUNNING: 'running',
    BATCH_STATE_SUCCEEDED: 'completed',
    BATCH_STATE_FAILED: 'failed',
    BATCH_STATE_CANCELLED: 'cancelled',
    BATCH_STATE_EXPIRED: 'expired',
    BATCH_STATE_UNSPECIFIED: 'running',
    JOB_STATE_PENDING: 'queued',
    JOB_STATE_RUNNING: 'running',
    JOB_STATE_SUCCEEDED: 'completed',
    JOB_STATE_FAILED: 'failed',
    JOB_STATE_CANCELLED: 'cancelled',
    JOB_STATE_EXPIRED: 'expired',
    job_state_succeeded: 'completed',
  },
  fileId: (number) => `files/f${String(number).padStart(6, '0')}`,
  jobId: (number) => `batches/b${String(number).padStart(6, '0')}`,
  readLine: (line) => {
    const {key, metadata, request} = JSON.parse(line) as {key?: string; metadata?: {key?: string}; request: JsonObject};
    return {id: key ?? metadata?.key ?? '', body: request};
  },
  speak,
  // What a job never came to is not mentioned.
  neverCame: () => undefined,
  schemaOf,
  hidesResults: true,
};

function detailsOf(code: string): readonly JsonObject[] {
  if (code !== 'API_KEY_INVALID') return [];
  return [{'@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code, domain: 'googleapis.com'}];
}

/** The Gemini API's batches on the loopback interface. */
export class GeminiVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions) {
    super(MANNERS, options);
  }
}
