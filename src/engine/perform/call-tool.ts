import type {Json, JsonObject} from '@agac/provider';
import type {InputRecord} from '../../domain/record.js';
import type {RoundRef} from '../../domain/run.js';
import type {ToolAction} from '../../domain/workflow.js';
import {type OpenScope, openScope} from '../../requests/context.js';
import {requestId} from '../../requests/request-id.js';
import {resultsFile} from '../../store/run-files.js';
import type {Tool, ToolOutcome} from '../../tools/call.js';
import {TIME_LIMIT} from '../../tools/time-limit.js';
import {inParallel} from '../in-parallel.js';
import type {Ports} from '../ports.js';
import {askedRecords} from '../round-records.js';
import type {ToolResultLine} from '../stored-lines.js';

/** Calls a user's function for the records of a part. What it throws is the result of that record, not of the run. */
export async function callTool(ports: Ports, number: number): Promise<void> {
  const {store, plan} = ports;
  const part = store.state.parts[number]!;
  const ref = part.rounds[0]!;
  const action = plan.actions.find((each) => each.name === ref.action) as ToolAction;
  const tool = await ports.tool(action);
  const file = store.create(resultsFile(number));
  let lines = 0;
  const write = (line: ToolResultLine) => {
    file.write(`${JSON.stringify(line)}\n`);
    lines += 1;
    ports.notify({kind: 'answering', action: action.name, done: lines, total: part.count});
  };
  try {
    const calls = {ports, ref, action, tool, scope: openScope(action), write};
    await (action.granularity === 'record' ? callForRecords(calls) : callForFiles(calls));
    store.append({type: 'part-fetched', part: number, lines, bytes: file.commit()});
  } finally {
    file.discard();
  }
}

interface Calls {
  readonly ports: Ports;
  readonly ref: RoundRef;
  readonly action: ToolAction;
  readonly tool: Tool;
  readonly scope: OpenScope;
  readonly write: (line: ToolResultLine) => void;
}

async function callForRecords({ports, ref, action, tool, scope, write}: Calls): Promise<void> {
  await inParallel(askedRecords(ports.store, ref), ports.concurrency, async ({record}) => {
    const id = idOf(ports, ref, record);
    write({id, ...(await attempt(ports, {action, tool, input: contextOf(scope, record), guid: record.guid}))});
  });
}

/** A file's records are held together, since the function wants them all at once. */
async function callForFiles(calls: Calls): Promise<void> {
  const {ports, ref, write} = calls;
  let group: InputRecord[] = [];
  const flush = async (): Promise<void> => {
    if (group.length === 0) return;
    for (const line of await callForFile(calls, group)) write(line);
    group = [];
  };
  for await (const {record} of askedRecords(ports.store, ref)) {
    if (group[0] !== undefined && group[0].file !== record.file) await flush();
    group.push(record);
  }
  await flush();
}

/** Deals the returned items out to the records they come from; an item that names none belongs to the file's first. */
async function callForFile(
  {ports, ref, action, tool, scope}: Calls,
  records: readonly InputRecord[],
): Promise<readonly ToolResultLine[]> {
  const ids = records.map((record) => idOf(ports, ref, record));
  const contexts = records.map((record) => contextOf(scope, record));
  const wrong = contexts.find((context) => typeof context === 'string');
  if (wrong !== undefined) return ids.map((id) => ({id, error: wrong}));
  const input = contexts.map((context, i) => ({...(context as JsonObject), source_index: i}));
  const result = await attempt(ports, {action, tool, input, guid: records[0]!.guid});
  if ('error' in result) return ids.map((id) => ({id, error: result.error}));
  const items = Array.isArray(result.value) ? (result.value as readonly Json[]) : [result.value];
  const dealt = ids.map((): Json[] => []);
  for (const item of items) {
    const {index, rest} = sourceOf(item);
    if (dealt[index] === undefined)
      return ids.map((id) => ({id, error: `source_index ${index} is none of the records.`}));
    dealt[index].push(rest);
  }
  return ids.map((id, i) => ({id, value: dealt[i]!}));
}

function sourceOf(item: Json): {readonly index: number; readonly rest: Json} {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return {index: 0, rest: item};
  const {source_index: index, ...rest} = item as JsonObject;
  return {index: typeof index === 'number' ? index : 0, rest};
}

/** What the function is given, or why it cannot be called. */
function contextOf({observe}: OpenScope, record: InputRecord): JsonObject | string {
  const observed = observe(record);
  return observed.kind === 'problem' ? observed.message : observed.shown;
}

async function attempt(
  {signal}: Ports,
  {action, tool, input, guid}: {action: ToolAction; tool: Tool; input: Json | string; guid: string},
): Promise<ToolOutcome> {
  if (typeof input === 'string') return {error: input};
  const limitMs = 1000 * (action.timeLimit ?? TIME_LIMIT);
  return tool(input, {signal, limitMs, info: {action: action.name, record: guid}});
}

function idOf({store}: Ports, {action, round}: RoundRef, {ordinal}: InputRecord): string {
  const position = store.state.actions.findIndex((each) => each.name === action);
  return requestId({run: store.state.run, action: position, ordinal, round});
}
