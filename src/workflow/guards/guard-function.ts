import type {FunctionRef} from '../../domain/function-ref.js';
import type {Located} from '../../project/located.js';
import {locateFunction} from '../locate-function.js';
import type {Reading} from '../reading.js';

const NAME = /^\s*udf\s*:\s*(?:([\w.-]+)\.)?([\w-]+)\s*$/i;

/** Whether a guard is the name of a function, and no condition. */
export function isFunctionGuard(text: string): boolean {
  return /^\s*udf\s*:/i.test(text);
}

/** The function that `udf:module.function` or `udf:function` names; undefined, with a problem, where there is none. */
export function guardFunction(
  {key, entry}: {readonly key: string; readonly entry: Located & {readonly value: string}},
  reading: Reading,
): FunctionRef | undefined {
  const [, module, name] = NAME.exec(entry.value) ?? [];
  if (name === undefined) {
    const message = `"${key}" begins with udf: and goes on with no name of a function.`;
    return void reading.problems.error(entry, message, 'Write udf:module.function, or udf:function.');
  }
  const found = locateFunction('tool', {...entry, value: name, module}, reading);
  if (found?.granularity !== 'file') return found && {name, file: found.file};
  const message = `"${key}" decides about each record, but the function in ${found.file} is decorated with file.`;
  return void reading.problems.error(entry, message, 'Name a function that takes one record.');
}
