import type {LlmAction, Prompt} from '../domain/workflow.js';
import {booleanAt, compact, textAt} from '../project/keys-of.js';
import {isDispatch, schemaFunction} from './dispatches.js';
import type {Draft} from './draft.js';
import type {ActionBase} from './parse-action.js';
import {parseAskAgain} from './parse-ask-again.js';
import {parseConnection} from './parse-connection.js';
import {parseParameters, parseVendorOptions} from './parse-parameters.js';
import {parsePrompt} from './parse-prompt.js';
import {parseReprompt} from './parse-reprompt.js';
import type {Reading} from './reading.js';

const ANY_OBJECT = {json: {type: 'object'}, root: 'object'} as const;

/** Reads what only actions that ask a model have. Undefined, with problems, when something it needs is missing. */
export function parseLlmAction(draft: Draft, base: ActionBase, reading: Reading): LlmAction | undefined {
  const {keys} = draft;
  const {problems} = reading;
  reportToolKeys(draft, reading);
  const {vendor, adapter, model, keyEnv, baseUrl, options} = parseConnection(draft, reading);
  const prompt = promptOf(draft, reading);
  const jsonMode = booleanAt(keys, 'json_mode') ?? true;
  const isOpen = checkSchema(draft, jsonMode, reading) === 'open';
  const vendorOptions = {...options, ...parseVendorOptions(keys, problems)};
  const schema = keys.get('schema');
  const isDispatched = jsonMode && typeof schema?.value === 'string' && isDispatch(schema.value);
  const schemaFrom = isDispatched ? schemaFunction({...schema, value: String(schema.value)}, reading) : undefined;
  if (isDispatched && schemaFrom === undefined) return undefined;
  if (vendor === undefined || model === undefined || prompt === undefined) return undefined;
  return compact<LlmAction>({
    ...base,
    schema: jsonMode ? (isOpen ? {name: draft.name, ...ANY_OBJECT} : base.schema) : undefined,
    kind: 'llm',
    runMode: textAt(keys, 'run_mode')?.toLowerCase() === 'batch' ? 'batch' : 'online',
    vendor,
    adapter,
    model,
    keyEnv,
    baseUrl,
    prompt,
    schemaFrom,
    jsonMode,
    outputField: textAt(keys, 'output_field')?.trim() ?? 'raw_response',
    parameters: parseParameters(keys),
    vendorOptions,
    retry: parseAskAgain(keys, 'retry'),
    reprompt: parseReprompt(draft, reading),
  });
}

function reportToolKeys({name, own}: Draft, {problems}: Reading): void {
  const impl = own.get('impl');
  if (impl !== undefined && impl.value !== null) {
    problems.error(impl, `"impl" names a function, but "${name}" asks a model.`, 'Write kind: tool, or remove impl.');
  }
  const limit = own.get('max_execution_time');
  if (limit !== undefined && limit.value !== null) {
    problems.warn(limit, `"max_execution_time" has no effect: "${name}" asks a model and calls no tool.`, 'Remove it.');
  }
  const granularity = own.get('granularity');
  if (typeof granularity?.value === 'string' && granularity.value.toLowerCase() === 'file') {
    problems.error(
      granularity,
      'Only tools and persons can take a whole file at once.',
      'Write granularity: record, or remove it.',
    );
  }
}

function promptOf({name, keys, place, version}: Draft, reading: Reading): Prompt | undefined {
  const entry = keys.get('prompt');
  const isThere = typeof entry?.value === 'string' && entry.value.trim() !== '';
  if (isThere) return parsePrompt({...entry, value: String(entry.value)}, reading, version);
  if (entry === undefined || entry.value === null) {
    const suggestion = 'Write prompt: $file.Name, for the block {prompt Name} of prompt_store/file.md.';
    reading.problems.error(place, `The action "${name}" has no prompt.`, suggestion);
  }
  return undefined;
}

/** Says `open` of an action that is asked online for JSON without saying what is in it, as older workflows do. */
function checkSchema({name, keys, own, place}: Draft, jsonMode: boolean, {problems}: Reading): 'open' | undefined {
  const schema = keys.get('schema');
  const isThere = schema !== undefined && schema.value !== null;
  if (jsonMode && !isThere && textAt(keys, 'run_mode')?.toLowerCase() !== 'batch') {
    const message = `The action "${name}" has no schema: any JSON object counts as an answer.`;
    problems.warn(place, message, 'Write schema: and what an answer holds.');
    return 'open';
  }
  if (jsonMode && !isThere) {
    const suggestion = 'Write schema: and what an answer holds; or json_mode: false, for an answer that is plain text.';
    problems.error(place, `The action "${name}" has no schema.`, suggestion);
  }
  if (!jsonMode && own.get('schema') === schema && isThere) {
    const message = 'The schema has no effect: with json_mode: false, an answer is plain text.';
    problems.warn(schema, message, 'Remove one of the two.');
  }
  return undefined;
}
