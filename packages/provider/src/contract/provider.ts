import type {JsonObject} from '../json.js';
import type {Call, Steps} from './call.js';
import type {ModelCard} from './card.js';
import type {LostPart, Part, Receipt} from './part.js';
import type {Probe} from './probe.js';
import type {Encoded, ModelRequest} from './request.js';
import type {Result, ResultLine} from './result.js';
import type {PartStatus} from './status.js';

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
