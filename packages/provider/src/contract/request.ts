import type {JsonObject} from '../json.js';

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
