import type {JsonObject} from '../json.js';

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
