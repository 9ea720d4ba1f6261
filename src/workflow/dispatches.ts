import type {FunctionRef} from '../domain/function-ref.js';
import type {Prompt} from '../domain/workflow.js';
import {type Located, type Place, placed} from '../project/located.js';
import {locateFunction} from './locate-function.js';
import type {Reading} from './reading.js';

const CALL = /\bdispatch_task\s*\(\s*(?:(["'])(\w+)\1\s*)?(\)?)/g;

/**
 * A prompt whose calls `dispatch_task('name')` are places for what these functions return. Only the prompt as it is
 * written is searched: the same words in a record are never looked at. Undefined, with a problem, where one is unknown.
 */
export function withDispatches(prompt: Prompt, reading: Reading): Prompt | undefined {
  const dispatches = new Map<string, FunctionRef>();
  let isSound = true;
  const text = prompt.text.replace(CALL, (call, _quote, name: string | undefined, close: string, at: number) => {
    const place = placed(
      {file: prompt.file, line: prompt.line + prompt.text.slice(0, at).split('\n').length - 1},
      null,
    );
    const found =
      name === undefined || close === '' ? undefined : locateFunction('tool', {...place, value: name}, reading);
    if (name === undefined || close === '') reportNoName(place, reading);
    if (name === undefined || found === undefined) {
      isSound = false;
      return call;
    }
    dispatches.set(name, {name, file: found.file});
    return isInCode(prompt.text, at) ? `dispatch_task.${name}` : `{{ dispatch_task.${name} }}`;
  });
  if (!isSound) return undefined;
  return dispatches.size === 0 ? prompt : {...prompt, text, dispatches: [...dispatches.values()]};
}

/** The function that `schema: dispatch_task('name')` names; undefined, with a problem, where there is none. */
export function schemaFunction(entry: Located & {readonly value: string}, reading: Reading): FunctionRef | undefined {
  const name = /^dispatch_task\s*\(\s*(["'])(\w+)\1\s*\)$/.exec(entry.value.trim())?.[2];
  if (name === undefined) return void reportNoName(entry, reading);
  const found = locateFunction('tool', {...entry, value: name}, reading);
  return found && {name, file: found.file};
}

export function isDispatch(text: string): boolean {
  return /^\s*dispatch_task\s*\(/.test(text);
}

function reportNoName(place: Place, {problems}: Reading): void {
  const message = 'dispatch_task() takes the name of one function, in quotes.';
  problems.error(place, message, "Write dispatch_task('my_function')");
}

/** Whether a position is inside of `{{ … }}` or `{% … %}`. */
function isInCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const opened = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  return opened > Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}'));
}
