import type {FunctionRef, Prompt} from '../domain/workflow.js';
import {placed} from '../project/located.js';
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
    if (name === undefined || close === '') {
      const message = 'dispatch_task() takes the name of one function, in quotes.';
      reading.problems.error(place, message, "Write dispatch_task('my_function')");
    }
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

/** Whether a position is inside of `{{ … }}` or `{% … %}`. */
function isInCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const opened = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  return opened > Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}'));
}
