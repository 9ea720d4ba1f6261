import {fault, type Json, type JsonObject} from '@agac/provider';
import {type BodyOptions, bodyOptions} from '@agac/provider/kit';

/** The user's options, told apart: what is the adapter's own, and what goes into every body. */
export interface Options extends BodyOptions {
  readonly completionWindow: Window;
  readonly settleMs: number;
  readonly limits?: Json;
}

export interface Window {
  /** As Groq writes it, such as `24h` or `7d`. */
  readonly word: string;
  readonly hours: number;
}

/** How long a new job may be missing from Groq's list; not documented, so taken long. */
const SETTLE_MS = 60_000;
/** From 24 hours to 7 days: console.groq.com/docs/batch, read 2026-11-25. */
const SHORTEST_HOURS = 24;
const LONGEST_HOURS = 168;

const MEANINGLESS: Readonly<Record<string, string>> = {
  enable_prompt_caching: 'prompts are cached without being asked to',
  enable_caching: 'prompts are cached without being asked to',
  anthropic_version: 'that is a header of another vendor',
  endpoint: 'batches are for chat completions alone',
  timeout_hours: 'that is completion_window here',
};

/** Reads the options of the project and the workflow. Throws `unsupported` for a window that there is not. */
export function readOptions(options: JsonObject): Options {
  const {completion_window: window = '24h', settleMs, limits, ...rest} = options;
  return {
    completionWindow: readWindow(window),
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    ...(limits !== undefined && {limits}),
    ...bodyOptions(rest, MEANINGLESS),
  };
}

function readWindow(word: Json): Window {
  const [, number, unit] = /^(\d+)(h|d)$/.exec(String(word)) ?? [];
  const hours = Number(number) * (unit === 'd' ? 24 : 1);
  if (hours >= SHORTEST_HOURS && hours <= LONGEST_HOURS) return {word: String(word), hours};
  const message = `There is no completion_window ${JSON.stringify(word)}: it is from 24h to 7d.`;
  throw fault({code: 'unsupported', message, hint: 'Write completion_window: 24h, or 7d.', retry: 'never'});
}
