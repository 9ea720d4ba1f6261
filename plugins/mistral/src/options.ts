import {fault, type Json, type JsonObject} from '@agac/provider';
import {type BodyOptions, bodyOptions, countOf} from '@agac/provider/kit';

/** The user's options, told apart: what is the adapter's own, and what goes into every body. */
export interface Options extends BodyOptions {
  readonly timeoutHours: number;
  /** Whether the requests are in the create itself; undefined: where they are few and small. */
  readonly inline?: boolean;
  readonly settleMs: number;
  readonly limits?: Json;
}

/** How long a new job may be missing from Mistral's list; not documented, so taken long. */
const SETTLE_MS = 60_000;
/** docs.mistral.ai/api, `timeout_hours`, read 2026-11-23. */
const TIMEOUT = {shortest: 1, longest: 168, usual: 24};

const MEANINGLESS: Readonly<Record<string, string>> = {
  enable_prompt_caching: 'write prompt_cache_key instead',
  enable_caching: 'write prompt_cache_key instead',
  anthropic_version: 'that is a header of another vendor',
  completion_window: 'that is timeout_hours here',
};

/** Reads the options of the project and the workflow. Throws `unsupported` for a time-out or a lane that there is not. */
export function readOptions(options: JsonObject): Options {
  const {timeout_hours: hours = TIMEOUT.usual, inline, settleMs, limits, ...rest} = options;
  return {
    timeoutHours: readHours(hours),
    ...(inline !== undefined && {inline: readInline(inline)}),
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    ...(limits !== undefined && {limits}),
    ...bodyOptions(rest, MEANINGLESS),
  };
}

function readHours(hours: Json): number {
  const count = countOf(hours);
  if (count !== undefined && count >= TIMEOUT.shortest && count <= TIMEOUT.longest) return count;
  const message = `There is no timeout_hours ${JSON.stringify(hours)}: it is a whole number from 1 to 168.`;
  throw fault({code: 'unsupported', message, hint: 'Write timeout_hours: 24.', retry: 'never'});
}

function readInline(inline: Json): boolean {
  if (typeof inline === 'boolean') return inline;
  const message = `The option inline is ${JSON.stringify(inline)}; it should be true or false.`;
  throw fault({code: 'unsupported', message, retry: 'never'});
}
