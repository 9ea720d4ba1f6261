import {RE2JS} from 're2js';
import type {Located} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';

/** Reports a `pattern` that the engine which judges answers does not take: it promises time linear in the text. */
export function checkPattern(entry: Located, problems: Problems): void {
  const {value} = entry;
  if (typeof value !== 'string') {
    return problems.error(entry, `"pattern" is ${inWords(entry)}; it should be a text.`, 'Put it into quotes.');
  }
  try {
    RE2JS.compile(RE2JS.translateRegExp(value));
  } catch (error) {
    const usesContext = /\(\?<?[=!]|\\[1-9]|\\k</.test(value);
    const advice = 'A pattern may not look around or refer back: use several fields, or an enum.';
    const message = `The pattern ${value.slice(0, 100)} cannot be used: ${(error as Error).message}.`;
    problems.error(entry, message, usesContext ? advice : undefined);
  }
}
