import type {Json} from '@agac/provider';
import {plainJson} from './plain-json.js';
import {thrownSentence} from './thrown-sentence.js';

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
}

export type ToolOutcome = {readonly value: Json} | {readonly error: string};

/**
 * Calls a user's function and waits for what it returns, or a sentence that says why it gave nothing usable: it threw,
 * or returned what JSON cannot say. There is no time limit: what runs too long is interrupted by the user.
 *
 * Rejects only with the signal's reason, as soon as it fires; the function itself cannot be stopped.
 */
export async function callTool(tool: ToolFunction, input: Json, {signal, info}: ToolCall): Promise<ToolOutcome> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([outcomeOf(tool, input, info), aborted]);
  } finally {
    // One signal serves a million calls.
    signal.removeEventListener('abort', abort);
  }
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
