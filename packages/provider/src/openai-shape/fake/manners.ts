import type {Job} from '../../fake/job-book.js';
import type {Manners, Route} from '../../fake/manners.js';
import type {Reply} from '../../fake/reply.js';
import type {JsonObject} from '../../json.js';
import {fileRoutes} from './file-routes.js';
import {jobRoutes, type ListPage} from './job-routes.js';
import {answerRoutes, neverCame, schemaOf, speak} from './say.js';

/** In what a fake of an OpenAI-shaped vendor differs from one of OpenAI. */
export interface ShapedFake {
  readonly name: string;
  /** What a base URL ends in; default `/v1`. */
  readonly basePath?: string;
  /** Purposes that an upload may have; default `batch`. */
  readonly purpose?: string;
  /** Where files are uploaded to, behind the base path; default `/files`. */
  readonly uploadPath?: string;
  /** What `completion_window` may be; default `24h`. */
  readonly windows?: readonly string[];
  readonly keyOf?: Manners['keyOf'];
  /** A page of the list, newest first; default OpenAI's `after` and `has_more`. */
  readonly listPage?: ListPage;
  /** What a create is answered with; default the job object, with the status 200. */
  readonly created?: (object: JsonObject) => Reply;
  /** Changes to a job object, such as fields that are missing or written otherwise. */
  readonly jobObject?: (object: JsonObject, job: Job) => JsonObject;
  /** Changes to a file object. */
  readonly fileObject?: (object: JsonObject) => JsonObject;
  /** Bad lines of a file fail alone instead of failing the job. */
  readonly skipsBadLines?: true;
  /** Files may hold requests for several models. */
  readonly mixedModels?: true;
  /** There is no batch lane: `/files` and `/batches` are no calls here. */
  readonly noBatchLane?: true;
  /** More routes, looked at first. */
  readonly routes?: readonly Route[];
}

/** The manners of a vendor whose batch API is OpenAI's, as its documentation says, the odd corners included. */
export function shapedManners(fake: ShapedFake): Manners {
  const {name, basePath = '/v1'} = fake;
  return {
    name,
    basePath,
    routes: [
      ...(fake.routes ?? []),
      ...(fake.noBatchLane ? [] : [...fileRoutes(fake), ...jobRoutes(fake)]),
      ...answerRoutes(basePath),
    ],
    keyOf: fake.keyOf ?? (({headers}) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]),
    errorOf: ({status, code, message}) => ({
      status,
      json: JSON.stringify({error: {message, type: 'invalid_request_error', param: null, code}}),
    }),
    badKey: (message) => ({status: 401, code: 'invalid_api_key', message}),
    words: {
      validating: 'validating',
      in_progress: 'running',
      finalizing: 'finalizing',
      completed: 'completed',
      failed: 'failed',
      expired: 'expired',
      cancelling: 'stopping',
      cancelled: 'cancelled',
    },
    fileId: (number) => `file-${name}${String(number).padStart(6, '0')}`,
    jobId: (number) => `batch_${name}${String(number).padStart(6, '0')}`,
    readLine: (line) => {
      const {custom_id: id, body} = JSON.parse(line) as {custom_id: string; body: JsonObject};
      return {id, body};
    },
    speak,
    neverCame,
    schemaOf,
    takesRanges: true,
  };
}
