import type {ModelCard, ParameterName} from '@agac/provider';
import {frameBytes} from '@agac/provider/kit';
import type {Options} from './options.js';

const BATCHES = 'https://platform.claude.com/docs/en/build-with-claude/batch-processing';

/** What stands around the requests in the body of a create. */
export const FRAME = {before: '{"requests":[', after: ']}'};

/** A batch is as large as its create is: 256 MB. Read at {@link BATCHES}, 2026-11-25, like the number of requests. */
const BODY_BYTES = 256_000_000;

/** What models of one generation have in common. */
export interface Generation {
  /** Answers follow a JSON schema by decoding. Claude 4.5 and later; docs: structured-outputs, read 2026-11-25. */
  readonly hasOutputFormat: boolean;
  /** 4.7 and later refuse any other temperature or top_p than their own; docs: whats-new-claude-4-7, read 2026-11-25. */
  readonly isSampled: boolean;
  /** From 4.1 on, temperature and top_p together are refused; seen in the API's answers since 2025-08. */
  readonly takesOneSampler: boolean;
  /** Thinks unless it is told not to, within max_tokens. 5 and later; docs: whats-new-opus-5, read 2026-11-25. */
  readonly thinks: boolean;
}

/** The generation of a model by its name. One that says none of those before is taken for a newer one. */
export function generationOf(model: string): Generation {
  const version = versionOf(model);
  return {
    hasOutputFormat: version >= 405,
    isSampled: version < 407,
    takesOneSampler: version >= 401,
    thinks: version >= 500,
  };
}

/** `claude-haiku-4-5-20251001` and `claude-4-5-haiku` are 405, `claude-opus-4-20250514` is 400. */
function versionOf(model: string): number {
  const [, major, minor = '0'] = /claude-(?:[a-z]+-)?(\d)(?:[-.](\d{1,2}))?(?!\d)/.exec(model) ?? [];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major) * 100 + Number(minor);
}

/** From this version of the API on no model takes temperature or top_p; docs: api/migration-2026-10-21, read 2026-11-25. */
const UNSAMPLED_VERSION = '2026-10-21';

/** What is known of a model with these options; for one never heard of, what Anthropic says of its newest. */
export function describeModel(model: string, {version, caching}: Pick<Options, 'version' | 'caching'>): ModelCard {
  const {hasOutputFormat, ...generation} = generationOf(model);
  const isSampled = generation.isSampled && version < UNSAMPLED_VERSION;
  const parameters: readonly ParameterName[] = isSampled
    ? ['temperature', 'topP', 'maxTokens', 'stop']
    : ['maxTokens', 'stop'];
  return {
    model,
    limits: {requests: 100_000, bytes: BODY_BYTES - frameBytes(FRAME)},
    schema: hasOutputFormat ? 'strict' : 'hint',
    parameters,
    partialResults: false,
    windowHours: 24,
    retentionDays: 29,
    listed: {provider: 'anthropic', model, ...(caching && {longCache: true})},
    batchRate: {share: 0.5, cached: 'share', source: BATCHES, asOf: '2026-11-25'},
  };
}
