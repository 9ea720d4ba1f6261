import {fault, type Json, type JsonObject} from '@agac/provider';
import {type BodyOptions, bodyOptions} from '@agac/provider/kit';
import type {Endpoint} from '@agac/provider/openai-shape';

/** The user's options, told apart: what is the adapter's own, and what goes into every body. */
export interface Options extends BodyOptions {
  readonly endpoint: Endpoint;
  readonly settleMs: number;
  readonly organization?: string;
  readonly project?: string;
  /** Azure: asks the older API, which has its version in the query. */
  readonly apiVersion?: string;
  readonly limits?: Json;
}

/** How long a new job may be missing from OpenAI's list; not documented, so taken long. */
const SETTLE_MS = 60_000;

const ENDPOINTS = new Map<unknown, Endpoint>([
  [undefined, '/v1/chat/completions'],
  ['chat', '/v1/chat/completions'],
  ['/v1/chat/completions', '/v1/chat/completions'],
  ['responses', '/v1/responses'],
  ['/v1/responses', '/v1/responses'],
]);

const MEANINGLESS: Readonly<Record<string, string>> = {
  enable_prompt_caching: 'prompts are cached without being asked to',
  enable_caching: 'prompts are cached without being asked to',
  anthropic_version: 'that is a header of another vendor',
};

/** Reads the options of the project and the workflow. Throws `unsupported` for an endpoint that there is not. */
export function readOptions(options: JsonObject): Options {
  const {endpoint: wanted, settleMs, organization, project, api_version: apiVersion, limits, ...rest} = options;
  const endpoint = ENDPOINTS.get(wanted);
  if (endpoint === undefined) {
    const message = `There is no endpoint ${JSON.stringify(wanted)}.`;
    throw fault({code: 'unsupported', message, hint: 'Write endpoint: chat or endpoint: responses.', retry: 'never'});
  }
  return {
    endpoint,
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    ...(typeof organization === 'string' && {organization}),
    ...(typeof project === 'string' && {project}),
    ...(typeof apiVersion === 'string' && {apiVersion}),
    ...(limits !== undefined && {limits}),
    ...bodyOptions(rest, MEANINGLESS),
  };
}
