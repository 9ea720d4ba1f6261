import type {JsonObject} from '../json.js';

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
