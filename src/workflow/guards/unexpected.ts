import {ConditionError} from './written.js';

/** What other languages write, and what to write here. */
const SPELLINGS: readonly (readonly [other: RegExp, ours: string])[] = [
  [/&&?/y, 'and'],
  [/\|\|?/y, 'or'],
  [/!/y, 'not'],
  [/=[<>]/y, '<= or >='],
];

/** What to say of a condition that cannot be read any further than to `at`. */
export function unexpected(text: string, at: number): ConditionError {
  const [before, rest] = [text.slice(0, at), text.slice(at)];
  const written = (sign: string, from: string, to: string) => `Write ${from}${sign}${to}`.trim();
  if (rest.trim() === '') return new ConditionError(at, 'it ends too early');
  if (/^=/.test(rest) && /[=!]=$/.test(before)) {
    return new ConditionError(at, 'there is a "=" too many', written('', before, rest.slice(1)));
  }
  if (/^=(?![<>=])/.test(rest)) {
    return new ConditionError(at, 'a single "=" compares nothing', written('==', before, rest.slice(1)));
  }
  if (/^>/.test(rest) && before.endsWith('<')) {
    return new ConditionError(at - 1, '"<>" is not known', written('!=', before.slice(0, -1), rest.slice(1)));
  }
  if (/^["']/.test(rest)) return new ConditionError(at, 'the text that begins here has no closing quote');
  if (/^\{/.test(rest)) {
    return new ConditionError(at, 'a condition is no template', 'Write the field alone, without braces.');
  }
  if (/[\p{L}\p{N}_]$/u.test(before) && /^-[\p{L}\p{N}_]/u.test(rest)) {
    return new ConditionError(at, '"-" is not expected here', 'Put such a name into brackets: source["order-id"].');
  }
  return ofOtherLanguage(text, at) ?? new ConditionError(at, `"${wordOf(rest)}" is not expected here`);
}

function ofOtherLanguage(text: string, at: number): ConditionError | undefined {
  for (const [other, ours] of SPELLINGS) {
    other.lastIndex = at;
    const found = other.exec(text)?.[0];
    if (found !== undefined) return new ConditionError(at, `"${found}" is not known`, `Write ${ours}.`);
  }
  return undefined;
}

function wordOf(rest: string): string {
  return /^(?:[\p{L}_][\p{L}\p{N}_]*|\d+|[=!<>]=|.)/su.exec(rest)?.[0] ?? '';
}
