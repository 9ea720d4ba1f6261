import type {Fault, JsonObject} from '@agac/provider';
import {objectOf, objectsOf, parsedObject, textOf} from '@agac/provider/kit';
import type {Dialect} from '@agac/provider/openai-shape';
import type {Options} from './options.js';
import {fitOpenAi} from './schema.js';

/** The name under which OpenAI keeps the key of a part. */
const KEY = 'agac_key';
const THREE_DAYS = 3 * 24 * 60 * 60;

/** What OpenAI and Azure OpenAI have in common. */
export function commonDialect(options: Options) {
  const {endpoint, settleMs, body, notes} = options;
  return {
    endpoint,
    settleMs,
    options: {body, notes},
    parameterFields: {maxTokens: 'max_completion_tokens'},
    fit: (schema: JsonObject) => fitOpenAi(schema),
    oneModel: true,
    createFields: (part) => ({completion_window: '24h', metadata: {[KEY]: part.key}}),
    isMeant: (job, lost) => objectOf(job['metadata'])?.[KEY] === lost.key,
    page: (answer) => {
      const jobs = objectsOf(answer['data']) ?? objectsOf(answer['value']);
      if (jobs === undefined) return undefined;
      const last = textOf(jobs.at(-1)?.['id']);
      const hasMore = answer['has_more'] === true && last !== undefined;
      return {jobs, ...(hasMore && {next: `limit=100&after=${encodeURIComponent(last)}`})};
    },
    explain,
  } satisfies Partial<Dialect>;
}

/** An upload that never becomes a job is deleted after so many seconds. */
export function expiresAfter(seconds = THREE_DAYS): Readonly<Record<string, string>> {
  return {purpose: 'batch', 'expires_after[anchor]': 'created_at', 'expires_after[seconds]': String(seconds)};
}

/** 429 is either a matter of time or of money. */
function explain(_fault: Fault, status: number, body: string): Partial<Fault> {
  const error = objectOf(parsedObject(body)?.['error']);
  const isOutOfMoney = status === 429 && [error?.['code'], error?.['type']].includes('insufficient_quota');
  if (!isOutOfMoney) return {};
  return {code: 'quota', retry: 'never', hint: 'The account has no credit left, or has reached its monthly limit.'};
}
