import type {BatchRate, Json, JsonObject, Limits, ParameterName} from '@agac/provider';
import {countOf, objectOf, textOf} from '@agac/provider/kit';
import type {Facts} from './facts.js';

/** How one option is read. */
interface Reader {
  /** Completes "The option … is". */
  readonly wanted: string;
  /** What it says. `before` is what was known without it. Undefined: it is not what it must be. */
  readonly read: (value: Json, before: Facts) => Partial<Facts> | undefined;
}

export interface ReadFacts {
  readonly facts: Facts;
  /** The options that say nothing of the server. */
  readonly rest: JsonObject;
  /** A sentence for each option that is not what it must be. */
  readonly problems: readonly string[];
}

const ENDPOINTS: Readonly<Record<string, string>> = {chat: '/v1/chat/completions', responses: '/v1/responses'};

/** As workflows write them. */
const PARAMETERS: Readonly<Record<string, ParameterName>> = {
  temperature: 'temperature',
  max_tokens: 'maxTokens',
  top_p: 'topP',
  stop: 'stop',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
};

const LIMITS: Readonly<Record<string, keyof Limits>> = {
  requests: 'requests',
  bytes: 'bytes',
  line_bytes: 'lineBytes',
};

const READERS: Readonly<Record<string, Reader>> = {
  batch_lane: flag('batchLane'),
  endpoint: {
    wanted: 'chat, responses, or a path that ends in /chat/completions or /responses',
    read: (value) => {
      const endpoint = ENDPOINTS[String(value)] ?? value;
      const isPath = typeof endpoint === 'string' && /^\/.*(chat\/completions|responses)$/.test(endpoint);
      return isPath ? {endpoint} : undefined;
    },
  },
  completion_window: text('completionWindow', 'such as 24h', true),
  purpose: text('purpose', 'such as batch'),
  upload_path: text('uploadPath', 'such as /files'),
  upload_fields: {
    wanted: 'a map of texts',
    read: (value) => {
      const fields = objectOf(value);
      const isTexts = fields !== undefined && Object.values(fields).every((each) => typeof each === 'string');
      return isTexts ? {uploadFields: fields as Facts['uploadFields']} : undefined;
    },
  },
  create_fields: {
    wanted: 'a map',
    read: (value) => {
      const createFields = objectOf(value);
      return createFields && {createFields};
    },
  },
  file_name_field: text('fileNameField', 'such as file_name', true),
  line: oneOf('line', ['openai', 'bare']),
  key_in: oneOf('keyIn', ['metadata', 'file']),
  one_model: flag('oneModel'),
  limits: {
    wanted: 'a map of whole numbers above 0: requests, bytes and line_bytes',
    read: (value, before) => {
      const limits = renamed(value, LIMITS, (each) => countOf(each) || undefined);
      return limits && {limits: {...before.limits, ...limits}};
    },
  },
  retention_days: number('retentionDays', 1),
  structured_output: oneOf('structuredOutput', ['strict', 'hint', 'json', 'none']),
  parameters: {
    wanted: `a map from ${Object.keys(PARAMETERS).join(', ')} to the name of the field, or to false`,
    read: (value, before) => {
      const named = renamed(value, PARAMETERS, (each) => (each === false ? false : textOf(each)));
      if (named === undefined) return undefined;
      const all = Object.entries({...before.parameters, ...named}).filter(([, field]) => field !== false);
      return {parameters: Object.fromEntries(all)};
    },
  },
  batch_rate: {
    wanted: 'a map with a share from 0 to 1 and the day it was read: {share: 0.5, as_of: 2026-01-31}',
    read: (value) => {
      const batchRate = rateOf(objectOf(value) ?? {});
      return batchRate && {batchRate, rateUnknownFor: []};
    },
  },
  list_query: {
    wanted: 'a text such as limit=100; it may be empty',
    read: (value) => (typeof value === 'string' ? {listQuery: value} : undefined),
  },
  settleMs: number('settleMs', 0),
  pollMs: number('pollMs', 0),
};

/** The options that say something of the server. */
export const OPTION_NAMES: readonly string[] = Object.keys(READERS);

/** What options say of a server, over what was known before. Pure. */
export function readFacts(options: JsonObject, before: Facts): ReadFacts {
  const readings = Object.entries(options).flatMap(([name, value]) => {
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    return reader === undefined || value === undefined
      ? []
      : [{name, said: reader.read(value, before), value, wanted: reader.wanted}];
  });
  return {
    facts: Object.assign({}, before, ...readings.map(({said}) => said)),
    rest: Object.fromEntries(Object.entries(options).filter(([name]) => !Object.hasOwn(READERS, name))),
    problems: readings
      .filter(({said}) => said === undefined)
      .map(({name, value, wanted}) => `The option ${name} is ${wanted}, not ${JSON.stringify(value)}.`),
  };
}

function flag(fact: 'batchLane' | 'oneModel'): Reader {
  return {wanted: 'true or false', read: (value) => (typeof value === 'boolean' ? {[fact]: value} : undefined)};
}

function number(fact: 'retentionDays' | 'settleMs' | 'pollMs', least: number): Reader {
  return {
    wanted: `a whole number from ${least}`,
    read: (value) => ((countOf(value) ?? -1) >= least ? {[fact]: countOf(value)} : undefined),
  };
}

function text(fact: keyof Facts, example: string, mayBeNone = false): Reader {
  return {
    wanted: `a text ${example}${mayBeNone ? ', or false for none' : ''}`,
    read: (value) => {
      if (mayBeNone && value === false) return {[fact]: undefined};
      return textOf(value) === undefined ? undefined : {[fact]: value};
    },
  };
}

function oneOf<Fact extends 'line' | 'keyIn' | 'structuredOutput'>(fact: Fact, words: readonly Facts[Fact][]): Reader {
  return {
    wanted: `one of ${words.join(', ')}`,
    read: (value) => (words.some((word) => word === value) ? {[fact]: value} : undefined),
  };
}

/** A map under the names that the code has for its entries; undefined where a name or a value is not to be understood. */
function renamed<Name extends string, Value>(
  map: Json,
  names: Readonly<Record<string, Name>>,
  read: (value: Json | undefined) => Value | undefined,
): Partial<Record<Name, Value>> | undefined {
  const entries = Object.entries(objectOf(map) ?? {'': null}).map(
    ([name, value]) => [names[name], read(value)] as const,
  );
  if (entries.some(([name, value]) => name === undefined || value === undefined)) return undefined;
  return Object.fromEntries(entries);
}

function rateOf({
  share,
  cached = 'share',
  source = 'the option batch_rate',
  as_of: asOf,
}: JsonObject): BatchRate | undefined {
  const isShare = typeof share === 'number' && share >= 0 && share <= 1;
  const isCached = cached === 'share' || cached === 'price' || cached === 'input';
  if (!isShare || !isCached || typeof source !== 'string' || !/^\d{4}-\d\d-\d\d/.test(String(asOf))) return undefined;
  return {share, cached, source, asOf: String(asOf).slice(0, 10)};
}
