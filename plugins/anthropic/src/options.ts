import {fault, type Json, type JsonObject} from '@agac/provider';
import {known} from '@agac/provider/kit';

/** The user's options, told apart: what is the adapter's own, and what goes into every body. */
export interface Options {
  readonly settleMs: number;
  /** Of the API: a date. */
  readonly version: string;
  /** Headers besides the key's, the version among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The instructions are to be read from a cache, where that has them. */
  readonly caching: boolean;
  readonly limits?: Json;
  readonly body: JsonObject;
  /** What is not sent, and why. */
  readonly notes: readonly string[];
}

/** How long a new batch may be missing from Anthropic's list; not documented, so taken long. */
const SETTLE_MS = 60_000;
/** The newer one, of 2026-10-21, takes temperature from the models that have it, and gives nothing that is wanted here. */
const VERSION = '2023-06-01';

const SAID_OTHERWISE = 'a workflow says that in words of its own';
/** Docs: batch-processing, "What can be batched", read 2026-11-25. */
const NOT_IN_BATCHES = 'batches do not take it';
const LEFT_OUT = new Map([
  ['model', SAID_OTHERWISE],
  ['messages', SAID_OTHERWISE],
  ['system', SAID_OTHERWISE],
  ['stream', 'answers are not streamed'],
  ['speed', NOT_IN_BATCHES],
  ['store', NOT_IN_BATCHES],
  ['previous_thread_event_id', NOT_IN_BATCHES],
  ['cache_hint', NOT_IN_BATCHES],
  ['context_hint', NOT_IN_BATCHES],
]);

/** Reads the options of the project and the workflow. Throws `unsupported` for one of the adapter's own that is none. */
export function readOptions(options: JsonObject): Options {
  const {settleMs, limits, anthropic_version: wanted, anthropic_beta: beta, workspace_id: workspace, ...more} = options;
  const {enable_prompt_caching: prompts, enable_caching: caching, ...rest} = more;
  const entries = Object.entries(rest);
  const version = textIn('anthropic_version', wanted) ?? VERSION;
  return {
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    version,
    headers: {
      'anthropic-version': version,
      ...known({
        'anthropic-beta': textIn('anthropic_beta', Array.isArray(beta) ? beta.join(',') : beta),
        'anthropic-workspace-id': textIn('workspace_id', workspace),
      }),
    },
    caching: [isOn('enable_prompt_caching', prompts), isOn('enable_caching', caching)].includes(true),
    ...(limits !== undefined && {limits}),
    body: Object.fromEntries(entries.filter(([name]) => !LEFT_OUT.has(name))),
    notes: entries.flatMap(([name]) =>
      LEFT_OUT.has(name) ? [`The option ${name} is left out: ${LEFT_OUT.get(name)}.`] : [],
    ),
  };
}

function textIn(name: string, value: Json | undefined): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw unsupported(
    `The option ${name} is a text, such as ${name}: "${name === 'anthropic_version' ? VERSION : '…'}".`,
  );
}

function isOn(name: string, value: Json | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw unsupported(`The option ${name} is true or false.`);
}

function unsupported(message: string): Error {
  return fault({code: 'unsupported', message, retry: 'never'});
}
