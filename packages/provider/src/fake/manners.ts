import type {IncomingMessage} from 'node:http';
import type {Asked, Operation, Said, Stage} from '../conformance/vendor.js';
import type {JsonObject} from '../json.js';
import type {Exchange} from './exchange.js';
import type {CallError, JsonReply, Reply} from './reply.js';
import type {Shop} from './shop.js';

/** How one vendor behaves: all that its fake does not share with the fakes of other vendors. */
export interface Manners {
  /** As it calls itself. */
  readonly name: string;
  /** What a base URL ends in, such as `/v1`; routes have it in their paths. Default: nothing. */
  readonly basePath?: string;
  /** What its API offers; the first route whose pattern fits takes a request. */
  readonly routes: readonly Route[];
  /** The key that came with a request. */
  readonly keyOf: (request: IncomingMessage) => string | undefined;
  /** Puts the error of a whole call into the vendor's shape. */
  readonly errorOf: (error: CallError) => JsonReply;
  /** What a wrong or missing key is answered with; default 401. */
  readonly badKey?: (message: string) => CallError;
  /** Every state word that the vendor documents, and what it means. */
  readonly words: Readonly<Record<string, Stage>>;
  /** What the vendor's file ids look like. */
  readonly fileId: (number: number) => string;
  readonly jobId: (number: number) => string;
  /** A request as it stands in a line of an input file or in an inline list. */
  readonly readLine: (line: string) => InputLine;
  /** Puts what the fake was told to say into a result line of the vendor's. */
  readonly speak: (asked: Asked, said: Said) => Spoken;
  /** The line of a request that a job never came to; undefined: there is none. */
  readonly neverCame: (id: string, end: 'expired' | 'cancelled') => Spoken | undefined;
  /** What the schema wants that a request asks its answer to have; undefined: plain text is wanted. */
  readonly schemaOf: (body: JsonObject) => JsonObject | undefined;
  /** Result files are no files of the API's: they are reached by the job alone. */
  readonly hidesResults?: true;
  /** Downloads go on in the middle where they are asked to. */
  readonly takesRanges?: true;
}

export interface Route {
  /** Of method and path, such as `/^GET \/v1\/jobs\/([^/]+)$/`. */
  readonly pattern: RegExp;
  /** Of the query with its `?`, where calls are told apart by it. */
  readonly query?: RegExp;
  readonly on: Operation;
  /** Does what is asked, and says what to answer. A thrown {@link Refusal} is answered in the vendor's shape. */
  readonly act: (exchange: Exchange, shop: Shop) => Reply | Promise<Reply>;
}

export interface InputLine {
  readonly id: string;
  readonly body: JsonObject;
}

/** A result line, and which of a job's two files it goes to. */
export interface Spoken {
  readonly channel: 'output' | 'error';
  readonly line: string;
}
