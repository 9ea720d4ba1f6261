import type {Json} from '@agac/provider';
import {inTime} from './in-time.js';
import {plainJson} from './plain-json.js';
import {thrownSentence} from './thrown-sentence.js';
import {longerThan} from './time-limit.js';

/**
 * A user's function. With `granularity: record` it is given the observed fields of one record by namespace,
 * `{source: {...}, <action>: {...}}`; with `file` the list of those of a whole input file, each with its
 * `source_index`. What it is given is a copy, its own to change.
 */
export type ToolFunction = (input: Json, info: ToolInfo) => unknown;

export interface ToolInfo {
  /** Name of the action. */
  readonly action: string;
  /** `source_guid` of the record; with `granularity: file`, of the first of them. */
  readonly record: string;
}

export interface ToolCall {
  readonly signal: AbortSignal;
  readonly info: ToolInfo;
  readonly limitMs: number;
}

export type ToolOutcome = {readonly value: Json} | {readonly error: string};

/** A user's function, in whatever language, ready to be called. Rejects only with the signal's reason. */
export type Tool = (input: Json, call: ToolCall) => Promise<ToolOutcome>;

/**
 * Calls a user's function and waits for what it returns, or a sentence that says why it gave nothing usable: it threw,
 * took too long, or returned what JSON cannot say.
 *
 * Rejects only with the signal's reason, as soon as it fires; the function itself cannot be stopped.
 */
export async function callTool(
  tool: ToolFunction,
  input: Json,
  {signal, info, limitMs}: ToolCall,
): Promise<ToolOutcome> {
  const outcome = await inTime(() => outcomeOf(tool, input, info), {signal, limitMs});
  return outcome ?? {error: `The tool took ${longerThan(limitMs)}, and is waited for no longer.`};
}

async function outcomeOf(tool: ToolFunction, input: Json, info: ToolInfo): Promise<ToolOutcome> {
  let returned: unknown;
  try {
    returned = await tool(JSON.parse(JSON.stringify(input)), info);
  } catch (error) {
    return {error: `The tool threw ${thrownSentence(error)}.`};
  }
  // The function may return anything, a getter that throws too.
  try {
    const plain = plainJson(returned);
    return 'problem' in plain ? {error: `The tool returned ${plain.problem}.`} : plain;
  } catch (error) {
    return {error: `The tool returned what cannot be read: ${thrownSentence(error)}.`};
  }
}
