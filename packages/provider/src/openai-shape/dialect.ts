import type {ModelCard} from '../contract/card.js';
import type {LostPart, Part} from '../contract/part.js';
import type {Fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import type {ParameterFields} from './chat.js';
import type {RetryOf} from './result-line.js';
import type {StrictSchema} from './strict-schema.js';

/** An endpoint that a job's requests may be for. */
export type Endpoint = '/v1/chat/completions' | '/v1/responses';

/** In which words a vendor wants its requests. */
export interface Wording {
  readonly describe: (model: string) => ModelCard;
  /** Which endpoint all requests of this provider are for. */
  readonly endpoint: Endpoint;
  /** Where the vendor's chat completions name a parameter otherwise. */
  readonly parameterFields?: ParameterFields;
  /** The schema as this vendor takes it. */
  readonly fit: (schema: JsonObject, model: string) => StrictSchema;
  /** Models that are given no schema, but can be held to JSON: a message tells them what it must keep to. */
  readonly isTold?: (model: string) => boolean;
  /** The user's own fields of a body, and what of them cannot be sent. */
  readonly options: {readonly body: JsonObject; readonly notes: readonly string[]};
  /** What stands in the file for one request; default OpenAI's line, which names the endpoint. */
  readonly toLine?: (id: string, body: JsonObject) => JsonObject;
}

/** All in which one OpenAI-shaped vendor differs from the others. */
export interface Dialect extends Wording {
  /** As the user knows it: begins messages. */
  readonly vendor: string;
  /** With `/v1`, or whatever stands before `/files` and `/batches`. */
  readonly baseUrl: string;
  /** As a provider tells them. */
  readonly ownHosts: readonly string[];
  readonly headers: (key: string) => Readonly<Record<string, string>>;
  /** Put behind every path, such as `api-version=…`. */
  readonly query?: string;
  /** Where files are uploaded to, behind the base URL; default `/files`, where they are. */
  readonly uploadPath?: string;
  /** Fields of an upload besides the file. */
  readonly uploadFields: Readonly<Record<string, string>>;
  /** The field of an upload in which the vendor wants the file's name once more. */
  readonly fileNameField?: string;
  /** Whether all lines of a file must be for one model. */
  readonly oneModel: boolean;
  /** Fields of a create besides the file and the endpoint; the key is among them. */
  readonly createFields: (part: Part) => JsonObject;
  /** Whether a job of the list is the lost one by what its create said of it. */
  readonly isMeant: (job: JsonObject, lost: LostPart) => boolean;
  /** The query of the list's first page, behind `?`; default `limit=100`. Empty: none. */
  readonly listQuery?: string;
  /**
   * Jobs of a page of the list, and the query of the next one. An answer that is no list is undefined. A bare list, which
   * is all there is, is not asked about.
   */
  readonly page: (answer: JsonObject) => JobPage | undefined;
  /** Nobody says in which order the list is: it is read until the job is found, or to its end. */
  readonly anyOrder?: true;
  readonly settleMs: number;
  /** The fastest that the vendor likes to be asked about one job. */
  readonly pollMs?: number;
  /** Whether to ask again a request that failed, where it is not as usual. */
  readonly retryOf?: RetryOf;
  readonly explain?: (fault: Fault, status: number, body: string) => Partial<Fault>;
}

export interface JobPage {
  readonly jobs: readonly JsonObject[];
  /** Behind `?`; undefined: this is the last page. */
  readonly next?: string;
}
