import {inert, type KeyTable, olderName, unsupported} from '../project/check-keys.js';
import {CHUNK_CONFIG} from '../project/chunk-keys.js';

import {isMap} from '../project/located.js';
import {
  BOOLEAN,
  between,
  count,
  either,
  INTEGER,
  LIST,
  MAP,
  NUMBER,
  OFF,
  oneOf,
  PROSE,
  type Shape,
  TEXT,
  TEXTS,
  wholeBetween,
} from '../project/shapes.js';

const CONDITION: Shape = {
  ...TEXT,
  suggest: (value) => (isMap(value) ? 'Write guard: {condition: …, on_false: filter}' : TEXT.suggest?.(value)),
};
/** In seconds. */
const A_DAY = 86_400;
const AN_HOUR = 3600;
const A_GIGABYTE = 1_073_741_824;

/** In seconds. */
const HITL_TIMEOUT = wholeBetween(5, 3600);

const LIMITS: KeyTable = {record_limit: count(), file_limit: count()};

/** How an answer that does not fit its schema is taken; it is never handed on. */
const ON_MISMATCH: Shape = {
  ...oneOf('reject', 'reprompt'),
  suggest: () => 'An answer that does not fit is never handed on: write reject, or reprompt to ask again for it.',
};

/** Answers are always held to their schema. */
const STRICT: Shape = {
  words: 'true',
  fits: (value) => value === true,
  suggest: () => 'Loosen the schema itself: additionalProperties: true, or fewer fields under required.',
};

/** What a model is asked with; where no model is asked they mean nothing. */
export const MODEL_KEYS: KeyTable = {
  model_vendor: TEXT,
  model_name: TEXT,
  api_key: {...TEXT, secret: true},
  base_url: {...TEXT, secret: true},
  json_mode: BOOLEAN,
  output_field: TEXT,
  prompt: TEXT,
  retry: either(MAP, OFF),
  reprompt: either(MAP, OFF),
  temperature: between(0, Infinity),
  max_tokens: count(),
  top_p: between(0, 1),
  stop: either(TEXT, TEXTS),
  seed: INTEGER,
  presence_penalty: NUMBER,
  frequency_penalty: NUMBER,
  vendor_options: MAP,
  enable_prompt_caching: BOOLEAN,
  enable_caching: BOOLEAN,
  anthropic_version: TEXT,
  on_schema_mismatch: ON_MISMATCH,
  strict_schema: STRICT,
};

/** Options of single vendors that older workflows write beside the others. */
export const VENDOR_KEYS = ['enable_prompt_caching', 'enable_caching', 'anthropic_version'] as const;

const NO_CRITIQUE = 'A critique would be one more paid call for each answer; write use_self_reflection: true instead.';

const PRIOR_KEYS: KeyTable = {
  interceptors: unsupported(
    'Use a tool action before it, which changes its records, or one after it, which changes its answers.',
    'nothing but the workflow changes a request',
  ),
  constraints: unsupported(
    'Put them into the prompt, or into the schema, which answers are held to.',
    'a model is told what stands in those',
  ),
  on_empty: unsupported(
    'Write minItems: 1 or minLength: 1 in the schema, and reprompt, to ask again for what is empty; or, to go on without it, ' +
      'a guard on the next action, such as len(ask.items) > 0.',
    'an answer is good or not by its schema alone',
  ),
  reduce_key: unsupported(
    'Use a tool action with granularity: file: its function gets all records of a file, and returns one for each group.',
    'records are grouped by a function of yours',
  ),
  primary_dependency: unsupported(
    'Remove it, and name the actions whose outputs are its records under dependencies; what it merely looks at, under observe.',
    'a record enters when all of its dependencies have an output for it, whichever comes first',
  ),
  policy: inert('no tool has ever acted on it'),
  idempotency_key: inert('every request has a key of its own, and none is sent twice'),
  add_dispatch: unsupported(
    "Write dispatch_task('name') where the prompt needs what it returns, or schema: dispatch_task('name').",
    'functions are called where they are named',
  ),
  prompt_debug: inert('prompts are shown when you ask for them', 'agac run --dry-run --show 1'),
};

const FIELDS = either(TEXT, TEXTS);

export const SCOPE_KEYS: KeyTable = {
  observe: FIELDS,
  drop: FIELDS,
  passthrough: FIELDS,
  seed_path: MAP,
  seed_data: MAP,
};

/** These have their place in a map of the action, and count as written there. */
export const MOVED_KEYS: Readonly<Record<string, Shape>> = {
  observe: FIELDS,
  drop: FIELDS,
  drops: FIELDS,
  passthrough: FIELDS,
  seed_path: MAP,
  validation: TEXT,
};

/** Which records an action takes; the last three are older ways to say it. */
const GUARDS: KeyTable = {
  guard: either(TEXT, MAP),
  where_clause: CONDITION,
  skip_if: CONDITION,
  skip_condition: CONDITION,
};

const SHARED_KEYS: KeyTable = {
  ...PRIOR_KEYS,
  ...MODEL_KEYS,
  ...GUARDS,
  intent: PROSE,
  kind: TEXT,
  impl: TEXT,
  run_mode: oneOf('online', 'batch'),
  granularity: oneOf('record', 'file'),
  hitl: MAP,
  max_execution_time: count(A_DAY),
  schema: either(TEXT, MAP, LIST),
  context_scope: MAP,
  is_operational: BOOLEAN,
};

export const ACTION_KEYS: KeyTable = {
  ...SHARED_KEYS,
  ...LIMITS,
  ...CHUNK_CONFIG,
  name: TEXT,
  dependencies: either(TEXT, TEXTS),
  versions: either(MAP, LIST),
  version_consumption: MAP,
  ...MOVED_KEYS,
};

export const DEFAULTS_KEYS: KeyTable = {
  ...SHARED_KEYS,
  ...LIMITS,
  ...CHUNK_CONFIG,
  data_source: either(TEXT, MAP),
  output_dir: TEXT,
  versions: unsupported('Write it under the action that has versions.', 'it says what one action is made into'),
  version_consumption: unsupported(
    'Write it under the action that reads the versions.',
    'it says which action one action reads',
  ),
  hitl_timeout: HITL_TIMEOUT,
  ...MOVED_KEYS,
};

export const WORKFLOW_KEYS: KeyTable = {
  ...LIMITS,
  ...CHUNK_CONFIG,
  name: TEXT,
  description: PROSE,
  version: either(TEXT, NUMBER),
  defaults: MAP,
  actions: LIST,
  tool_path: either(TEXT, TEXTS),
  output_dir: TEXT,
  data_source: either(TEXT, MAP),
  upstream: LIST,
};

export const VERSIONS_KEYS: KeyTable = {param: TEXT, range: LIST, mode: oneOf('parallel', 'sequential')};

export const CONSUMPTION_KEYS: KeyTable = {source: TEXT, pattern: oneOf('merge', 'match')};

const ON_FALSE = oneOf('filter', 'skip', 'warn');

export const GUARD_KEYS: KeyTable = {
  condition: TEXT,
  on_false: ON_FALSE,
  passthrough_on_error: BOOLEAN,
  clause: olderName('condition', TEXT),
  behavior: olderName('on_false', ON_FALSE),
};

export const RETRY_KEYS: KeyTable = {
  enabled: BOOLEAN,
  max_attempts: count(10),
  on_exhausted: oneOf('return_last', 'raise'),
};

export const HITL_KEYS: KeyTable = {
  port: wholeBetween(1024, 65_535),
  instructions: TEXT,
  timeout: HITL_TIMEOUT,
  require_comment_on_reject: BOOLEAN,
};

export const REPROMPT_KEYS: KeyTable = {
  ...RETRY_KEYS,
  validation: TEXT,
  use_self_reflection: BOOLEAN,
  use_llm_critique: {...OFF, suggest: () => NO_CRITIQUE},
  critique_after_attempt: count(),
};

export const DATA_SOURCE_KEYS: KeyTable = {
  type: oneOf('staging', 'local', 'api'),
  folder: TEXT,
  file_type: either(TEXT, TEXTS),
  url: {...TEXT, secret: true},
  headers: MAP,
  query: MAP,
  records: TEXT,
  next: TEXT,
  max_bytes: count(A_GIGABYTE),
  timeout: count(AN_HOUR),
};
