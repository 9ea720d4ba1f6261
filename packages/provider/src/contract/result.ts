import type {Retry} from '../fault.js';

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
