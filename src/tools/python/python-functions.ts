import type {JsonObject} from '@agac/provider';
import type {Validation} from '../../domain/verdict.js';
import type {Tool} from '../call.js';
import {unusable, type WantedFunction} from '../function-place.js';
import {brokenValidator, type Validator} from '../validator.js';
import type {PythonProcess, PythonReply} from './python-process.js';

/**
 * Loads a tool written in Python. What it prints while it fails is part of the sentence about it.
 * @throws AgacError TOOL_INVALID when its file does not load or does not have it, or there is no Python
 */
export async function loadPythonTool(
  python: PythonProcess,
  wanted: WantedFunction & {readonly granularity: 'record' | 'file'},
  signal: AbortSignal,
): Promise<Tool> {
  await load(python, wanted, signal);
  return async (input, patience) => {
    const message = {do: 'call', granularity: wanted.granularity, input};
    const reply = await python.call(wanted, message, patience);
    return 'value' in reply ? {value: reply.value} : {error: `The tool ${reply.error}.${printedWords(reply)}`};
  };
}

/**
 * Loads a validator written in Python.
 * @throws AgacError TOOL_INVALID as above
 */
export async function loadPythonValidator(
  python: PythonProcess,
  wanted: WantedFunction,
  signal: AbortSignal,
): Promise<Validator> {
  await load(python, wanted, signal);
  return async (answer, patience) => {
    const reply = await python.call(wanted, {do: 'check', input: answer}, patience);
    if ('error' in reply) throw brokenValidator(wanted, patience, `${reply.error}.${printedWords(reply)}`);
    const {valid, message} = reply.value as JsonObject;
    return (valid === true ? {valid} : {valid: false, message: String(message)}) satisfies Validation;
  };
}

async function load(python: PythonProcess, wanted: WantedFunction, signal: AbortSignal): Promise<void> {
  const reply = await python.load(wanted, signal);
  if ('value' in reply) return;
  const {error, file, line} = reply;
  const place = line === undefined ? '' : file === wanted.file ? `, line ${line},` : ` (${file}:${line})`;
  throw unusable(wanted, `${wanted.file}${place} ${error}.${printedWords(reply)}`);
}

function printedWords({printed}: PythonReply): string {
  return printed.length === 0 ? '' : ` The last that it printed:\n${printed.map((line) => `  ${line}`).join('\n')}`;
}
