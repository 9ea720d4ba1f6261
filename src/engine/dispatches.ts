import type {Json, JsonObject} from '@agac/provider';
import type {InputRecord} from '../domain/record.js';
import type {Action, LlmAction} from '../domain/workflow.js';
import {openScope} from '../requests/context.js';
import {isObject} from '../requests/field-tree.js';
import {TIME_LIMIT} from '../tools/time-limit.js';
import type {Ports} from './ports.js';

/** What the functions that a prompt calls give for one record, by name; or a sentence: why there is none. */
export type Dispatched = {readonly texts: JsonObject} | {readonly problem: string};

/** Loads the functions that the prompt of an action calls, once for a round. Throws TOOL_INVALID. */
export async function openDispatches(
  ports: Ports,
  action: LlmAction,
): Promise<(record: InputRecord) => Promise<Dispatched>> {
  const {dispatches = []} = action.prompt;
  const {observe} = openScope(action);
  const functions = await Promise.all(
    dispatches.map(async ({name, file}) => {
      return {name, call: await ports.tool({name: action.name, impl: name, file, granularity: 'record'})};
    }),
  );
  return async (record) => {
    const texts: [string, Json][] = [];
    const observed = functions.length === 0 ? undefined : observe(record);
    for (const {name, call} of functions) {
      if (observed?.kind !== 'observed') break;
      const info = {action: action.name, record: record.guid};
      const outcome = await call(inputOf(observed.shown), {signal: ports.signal, info, limitMs: 1000 * TIME_LIMIT});
      if ('error' in outcome) return {problem: `\`dispatch_task('${name}')\`: ${outcome.error}`};
      if (outcome.value === null) return {problem: `\`dispatch_task('${name}')\` returned nothing.`};
      texts.push([name, textOf(outcome.value)]);
    }
    return {texts: Object.fromEntries(texts)};
  };
}

/** Loads the function that says what answers of an action must look like, where there is one. Throws TOOL_INVALID. */
export async function openSchemaFunction(
  ports: Ports,
  action: Action,
): Promise<(record: Omit<InputRecord, 'ordinal'>) => Promise<Pick<InputRecord, 'schema' | 'schemaProblem'>>> {
  const from = action.kind === 'llm' ? action.schemaFrom : undefined;
  if (from === undefined) return async () => ({});
  const call = await ports.tool({name: action.name, impl: from.name, file: from.file, granularity: 'record'});
  const {observe} = openScope(action);
  return async (record) => {
    const observed = observe(record);
    if (observed.kind === 'problem') return {schemaProblem: observed.message};
    const info = {action: action.name, record: record.guid};
    const outcome = await call(inputOf(observed.shown), {signal: ports.signal, info, limitMs: 1000 * TIME_LIMIT});
    const read = 'error' in outcome ? {problem: outcome.error} : ports.readSchema(action.name, outcome.value);
    return 'problem' in read ? {schemaProblem: `\`dispatch_task('${from.name}')\`: ${read.problem}`} : read;
  };
}

/** Older functions look for a field by its name alone, others in its namespace. */
function inputOf(shown: JsonObject): JsonObject {
  const fields = Object.values(shown).flatMap((namespace) => (isObject(namespace) ? Object.entries(namespace) : []));
  return {...Object.fromEntries(fields), ...shown};
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
