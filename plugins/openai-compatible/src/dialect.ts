import type {Fault, JsonObject, ModelCard, ParameterName} from '@agac/provider';
import {known, objectOf, objectsOf, textOf} from '@agac/provider/kit';
import {type Dialect, type Endpoint, type JobPage, NOT_IN_RESPONSES} from '@agac/provider/openai-shape';
import type {Facts} from './facts.js';
import type {Options} from './options.js';
import {PRESETS} from './presets.js';
import {fitSchemaTo} from './schema.js';

/** The name under which a server keeps the key of a part. */
const KEY = 'agac_key';
const PRESET_HOSTS = Object.values(PRESETS).flatMap(({facts}) => (facts.baseUrl ? [new URL(facts.baseUrl).host] : []));

/** What a server's facts mean for OpenAI's shape. */
export function dialectOf({vendor, facts, body, notes}: Options, baseUrl: string): Dialect {
  const {completionWindow, keyIn, line, endpoint, structuredOutput} = facts;
  return {
    vendor,
    baseUrl,
    ownHosts: PRESET_HOSTS,
    // Together's front door lets no request in that does not say what it comes from.
    headers: (key) => ({'user-agent': 'agac', ...(key !== '' && {authorization: `Bearer ${key}`})}),
    describe: (model) => describeModel(model, facts),
    endpoint: apiOf(endpoint),
    parameterFields: facts.parameters,
    fit: (schema) => fitSchemaTo(schema, structuredOutput),
    isTold: () => structuredOutput === 'json',
    options: {body, notes},
    toLine: (id, request) =>
      line === 'bare' ? {custom_id: id, body: request} : {custom_id: id, method: 'POST', url: endpoint, body: request},
    uploadPath: facts.uploadPath,
    uploadFields: {purpose: facts.purpose, ...facts.uploadFields},
    ...known({fileNameField: facts.fileNameField, pollMs: facts.pollMs}),
    oneModel: facts.oneModel,
    createFields: (part) => ({
      endpoint,
      ...known({completion_window: completionWindow}),
      ...facts.createFields,
      ...(keyIn === 'metadata' && {metadata: {...objectOf(facts.createFields['metadata']), [KEY]: part.key}}),
    }),
    isMeant: (job, lost) => objectOf(job['metadata'])?.[KEY] === lost.key,
    listQuery: facts.listQuery,
    page: (answer) => pageOf(answer, facts.listQuery),
    // Nobody says of any server in which order its list is.
    anyOrder: true,
    settleMs: facts.settleMs,
    explain,
  };
}

/**
 * Many servers say nothing of whether there is more. Then the next page is asked for until one is empty: to take what is
 * there for the whole list would be a guess.
 */
function pageOf(answer: JsonObject, listQuery: string): JobPage | undefined {
  const list = answer['data'];
  const jobs = objectsOf(list);
  if (jobs === undefined || jobs.length !== (list as readonly unknown[]).length) return undefined;
  const {has_more: hasMore} = answer;
  if (hasMore === false || (jobs.length === 0 && hasMore !== true)) return {jobs};
  const last = textOf(jobs.at(-1)?.['id']);
  // There is more, and nothing to ask for it by.
  if (last === undefined) return undefined;
  return {jobs, next: [listQuery, `after=${encodeURIComponent(last)}`].filter((each) => each !== '').join('&')};
}

function apiOf(endpoint: string): Endpoint {
  return endpoint.endsWith('/responses') ? '/v1/responses' : '/v1/chat/completions';
}

/** Which calls there are is not the same everywhere; 405 and 501 say of one what 404 does. */
function explain(_fault: Fault, status: number): Partial<Fault> {
  return status === 405 || status === 501 ? {code: 'not-found', retry: 'never', outcome: 'refused'} : {};
}

function describeModel(model: string, facts: Facts): ModelCard {
  const {limits, structuredOutput, completionWindow, retentionDays, batchRate, rateUnknownFor = []} = facts;
  return {
    model,
    limits,
    schema: structuredOutput === 'json' ? 'hint' : structuredOutput,
    parameters: parametersOf(facts),
    partialResults: false,
    ...known({
      windowHours: hoursOf(completionWindow),
      retentionDays,
      batchRate: rateUnknownFor.includes(model) ? undefined : batchRate,
    }),
  };
}

function parametersOf({parameters, endpoint}: Facts): readonly ParameterName[] {
  const lacking: readonly string[] = apiOf(endpoint) === '/v1/responses' ? NOT_IN_RESPONSES : [];
  return (Object.keys(parameters) as ParameterName[]).filter((name) => !lacking.includes(name));
}

function hoursOf(window: string | undefined): number | undefined {
  const [, count, unit] = /^(\d+)(h|d)$/.exec(window ?? '') ?? [];
  return count === undefined ? undefined : Number(count) * (unit === 'd' ? 24 : 1);
}
