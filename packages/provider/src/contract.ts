import type {Json, JsonObject} from './json.js';

/**
 * The contract between agac and one vendor's batch API: small and stateless. An ability that a vendor lacks is a
 * method that is absent, never one that throws.
 *
 * Everything a provider rejects with is a {@link Fault}; anything else is treated as a bug of the provider.
 */
export interface Provider {
  readonly contract: 1;
  /** Lower-case, digits and hyphens; what a workflow writes as `model_vendor`. */
  readonly name: string;
  /** True where submitting one key twice is one job at the vendor; a lost submit may then simply be repeated. */
  readonly idempotent?: true;
  /** How long after a create the vendor's list may still not show it, in milliseconds. Needed with {@link find}. */
  readonly settleMs?: number;
  /** Where it asks and sends the key, by the settings it was opened with. Absent: where their `baseUrl` says. */
  readonly baseUrl?: string;
  /** The vendor's own hosts, `*.` before one for all below it. A key that is sent to any other is told to the user. */
  readonly ownHosts?: readonly string[];

  /** What is known of a model. Pure, synchronous; for a model never heard of, the vendor's general limits. */
  describe(model: string): ModelCard;

  /** The vendor's body for one request. Pure. Throws `unsupported` for what the card declares impossible. */
  encode(request: ModelRequest): Encoded;

  /**
   * Sends one part and returns what the vendor gave for it. Awaits `call.save` after each remote effect and before
   * the next one; when `call.step` is there, an earlier attempt got that far, and its effects are not repeated.
   * The create itself is sent once: no retry, no redirect. A fault says what is known with `outcome`.
   */
  submit(part: Part, call: Call & Steps): Promise<Receipt>;

  /**
   * The job of a part whose create was lost, if the vendor's list shows it. Never a guess: the fault `ambiguous` names
   * the jobs where several may be it, and says why where the list cannot tell. Absent: the vendor cannot be asked.
   */
  find?(lost: LostPart, call: Call): Promise<Receipt | undefined>;

  /** Where the job stands. Changes nothing. */
  status(receipt: Receipt, call: Call): Promise<PartStatus>;

  /**
   * The vendor's result lines, untouched and in the vendor's order, whatever the end of the job: they are stored
   * before they are decoded. With a cursor, only the lines after the one that carried it; it
   * may be one that another process kept. Where it means nothing any more, before the first line, a fault that says
   * `never`, such as `stale-cursor`: the host then reads all lines again.
   */
  results(receipt: Receipt, call: Call & {readonly cursor?: string}): AsyncIterable<ResultLine>;

  /** One stored line, understood. Pure; never throws: what cannot be read is `unreadable`. */
  decode(text: string): Result;

  /** Asks the vendor to stop. Twice, or after the end, is no fault. */
  cancel?(receipt: Receipt, call: Call): Promise<void>;

  /** Deletes at the vendor exactly what the receipt names. Twice is no fault. */
  discard?(receipt: Receipt, call: Call): Promise<void>;

  /** One request, answered now: `run_mode: online`. Faults of the request itself are a Result of kind `fault`. */
  complete?(request: ModelRequest, call: Call): Promise<Result>;

  /** Whether this server has a batch lane at all, found out without creating anything. Absent: it has one. */
  probe?(call: Call): Promise<Probe>;
}

/**
 * What a provider module exports, under the name `open`. Synchronous; sends nothing.
 * The module is named in the plugin's package.json: `"agac": {"contract": 1, "providers": {"acme": "./dist/provider.js"}}`.
 * With `{"module": "./dist/provider.js", "named": true}` it also serves vendors that a project gives names of its own.
 */
export type OpenProvider = (settings: Settings) => Provider;

export interface Settings {
  /** The name this provider was asked for; one module may serve several. Of a named one: what the project calls it. */
  readonly name: string;
  /** From `base_url` in the workflow or the settings, or the environment variable the plugin declares as `baseUrlEnv`. */
  readonly baseUrl?: string;
  /** The *name* of the environment variable that holds the key. */
  readonly keyEnv?: string;
  /** The key itself, read at the last moment. Throws the fault `no-key`, which names the variable. */
  readonly key: () => string;
  /** A folder for providers that keep jobs of their own on this machine. */
  readonly spool: string;
  /** What the project says of this vendor under `providers:`, and the vendor options of the workflow over it. */
  readonly options: JsonObject;
}

/** Facts about a model at this vendor; whatever is not known is undefined. */
export interface ModelCard {
  readonly model: string;
  readonly limits: Limits;
  /** How firmly answers follow a schema: by decoding (`strict`), by request only (`hint`), or not at all. */
  readonly schema: 'strict' | 'hint' | 'none';
  /** Generation parameters the vendor takes. */
  readonly parameters: readonly ParameterName[];
  /** Results of a running job can be read before it ends. */
  readonly partialResults: boolean;
  /** Answers are made up here, not by a model. */
  readonly simulated?: true;
  /** Hours until an unfinished job expires. */
  readonly windowHours?: number;
  /** Days the vendor keeps results after the job was created. */
  readonly retentionDays?: number;
  /** What the model costs, where the adapter knows it better than public price lists. */
  readonly price?: Price;
  /** How public price lists name the model. */
  readonly listed?: Listed;
  /** What the batch lane costs, measured by the standard price. Undefined: not known. */
  readonly batchRate?: BatchRate;
}

/** The most one part may hold. */
export interface Limits {
  readonly requests?: number;
  /** Bytes of the whole part, newlines included. */
  readonly bytes?: number;
  /** Bytes of one encoded line. */
  readonly lineBytes?: number;
}

export interface Listed {
  readonly provider: string;
  readonly model: string;
  /** What is written to a cache stays there for an hour, which lists price apart. */
  readonly longCache?: true;
}

/** US dollars for a million tokens outside of the batch lane, and the page and day they were read. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** Tokens read from a cache, and written to one; undefined: not known. */
  readonly cachedInputPerMillion?: number;
  readonly cacheWriteInputPerMillion?: number;
  readonly source: string;
  /** ISO date. */
  readonly asOf: string;
}

export interface BatchRate {
  /** The share of the standard price that is billed, such as 0.5. */
  readonly share: number;
  /**
   * What a token read from a cache costs in the batch lane: that share of the cached price (`share`), the cached price
   * (`price`), or as much as any other input token there (`input`).
   */
  readonly cached: 'share' | 'price' | 'input';
  readonly source: string;
  /** ISO date. */
  readonly asOf: string;
}

export type ParameterName =
  | 'temperature'
  | 'maxTokens'
  | 'topP'
  | 'stop'
  | 'seed'
  | 'presencePenalty'
  | 'frequencyPenalty';

export interface Parameters {
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
}

/** One question to a model, in no vendor's words. It has no id: encoding may not depend on it. */
export interface ModelRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Undefined: plain text is wanted. */
  readonly schema?: {readonly name: string; readonly json: JsonObject};
  readonly parameters: Parameters;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

export interface Encoded {
  /** What the vendor is sent for this request; never contains an id. */
  readonly body: JsonObject;
  /** UTF-8 bytes of the whole wire line with an id of 64 characters, without the newline. */
  readonly bytes: number;
  /** Requests of different lanes cannot share a job (another endpoint, say). */
  readonly lane?: string;
  /** The most tokens an answer can have by this body, where that is not the request's own `maxTokens`. */
  readonly mostOutputTokens?: number;
  /** What could not be said in the vendor's words, a sentence each. */
  readonly notes: readonly string[];
}

/** One vendor job to be: requests of one model and lane, within the card's limits. */
export interface Part {
  /** Letters and digits, a letter first, at most 64. The vendor is given it to keep: metadata, display or file name. */
  readonly key: string;
  readonly model: string;
  readonly lane?: string;
  readonly count: number;
  /** The entries in order, from disk. May be called more than once. */
  entries(): AsyncIterable<PartEntry>;
}

export interface PartEntry {
  /** Letters and digits, a letter first, at most 64. */
  readonly id: string;
  readonly body: JsonObject;
}

export interface Call {
  readonly signal: AbortSignal;
  /** Debug lines; secrets are redacted by the host. */
  readonly log: (line: string) => void;
}

export interface Steps {
  /** What the last `save` of an earlier attempt under this key stored. */
  readonly step?: JsonObject;
  /** Makes a step durable; resolves when it is on disk. */
  readonly save: (step: JsonObject) => Promise<void>;
}

/** A part whose create may have been done. */
export interface LostPart {
  readonly key: string;
  readonly model: string;
  /** How many requests it has. */
  readonly count: number;
  /** What the last `save` stored. */
  readonly step?: JsonObject;
  /** Ids of jobs that are known to belong to other parts. */
  readonly taken: readonly string[];
}

/** Whether there is a batch lane. */
export type Probe = {readonly batch: true} | NoBatchLane;

/** There is none: batches are worked off on this machine, by asking for OpenAI-compatible chat completions one by one. */
export interface NoBatchLane {
  readonly batch: false;
  /** A sentence for the user. */
  readonly why: string;
  /** How those completions are reached. */
  readonly chat?: {
    /** Without credentials; `/chat/completions` comes after it. Undefined: the settings' own. */
    readonly baseUrl?: string;
    /**
     * Fields of every body, the adapter's own options taken out. Undefined: all of the settings' options. The built-in
     * engine's own may be among them: `concurrency`, and `structured_output: json` where the server takes no schema.
     */
    readonly options?: JsonObject;
  };
}

/** What the vendor gave back for a part: its id and everything left there. Plain JSON, no secrets. */
export interface Receipt {
  /** The vendor's own job id. */
  readonly id: string;
  /** Ids of files left at the vendor. */
  readonly files?: readonly string[];
  readonly extra?: JsonObject;
}

export type Phase = 'validating' | 'queued' | 'running' | 'finalizing' | 'stopping' | 'ended';

/** How a job ended. Each of them may have left results. */
export type End = 'completed' | 'failed' | 'expired' | 'cancelled';

export interface PartStatus {
  readonly phase: Phase;
  /** There exactly when the phase is `ended`. */
  readonly end?: End;
  /** The vendor's own word. A word the adapter does not know means `running`. */
  readonly word: string;
  readonly counts?: Counts;
  /** The vendor's sentence about what went wrong. */
  readonly message?: string;
  /** When the vendor would like to be asked again, in milliseconds from now. */
  readonly pollAfterMs?: number;
  /** Tokens of the whole job, where the vendor adds them up. */
  readonly usage?: Usage;
}

/** Of the requests of one part. */
export interface Counts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** One line as the vendor sent it, without its newline; contains none. */
export interface ResultLine {
  readonly text: string;
  /** Where to go on after this line, for vendors that can. */
  readonly cursor?: string;
}

/** What a vendor's line says about one request. */
export type Result = Answer | FaultResult | Unprocessed | Unreadable;

export interface Answer {
  readonly kind: 'answer';
  readonly id: string;
  /** The model's text; may be empty. */
  readonly text: string;
  readonly finish: 'stop' | 'length' | 'filter' | 'other';
  /** The model that answered, as the vendor names it. */
  readonly model?: string;
  readonly usage?: Usage;
  /** What the vendor itself says that it bills, in US dollars. */
  readonly cost?: number;
  /** A sentence for the user on how it was asked for, where that is not as the request was encoded. */
  readonly note?: string;
}

/** The vendor tried and failed. */
export interface FaultResult {
  readonly kind: 'fault';
  readonly id: string;
  readonly fault: RequestFault;
}

export interface RequestFault {
  readonly code: string;
  readonly message: string;
  /** `never`: asking again cannot help; `same`: it may, unchanged; `later`: it may, after a while. */
  readonly retry: Retry;
}

/** The vendor never came to it: the job expired or was cancelled first. */
export interface Unprocessed {
  readonly kind: 'unprocessed';
  readonly id: string;
  readonly reason: 'expired' | 'cancelled' | 'failed';
}

/** A line that could not be understood. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly id?: string;
  readonly message: string;
}

/** Tokens; whatever the vendor did not say is undefined. */
export interface Usage {
  /** All that went in, from a cache or not. */
  readonly inputTokens?: number;
  /** All that is billed as output. */
  readonly outputTokens?: number;
  /** The part of the input tokens that was read from a cache. */
  readonly cachedInputTokens?: number;
  /** The part of the input tokens that was written to a cache. */
  readonly cacheWriteInputTokens?: number;
  /** The part of the output tokens that the model thought with. */
  readonly reasoningTokens?: number;
}

export type Retry = 'never' | 'same' | 'later';

export type {Json, JsonObject};
