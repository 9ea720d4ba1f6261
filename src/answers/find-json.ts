import type {Json} from '@agac/provider';
import {jsonSpans} from './json-spans.js';
import {parseStrictly} from './parse-strictly.js';
import {repairJson} from './repair-json.js';

/** The JSON in a model's answer, or a sentence that says why there is none. */
export type Found =
  | {readonly kind: 'found'; readonly value: Json; readonly repaired: boolean}
  | {readonly kind: 'none'; readonly problem: string};

/** Some models write down what they think before they answer. */
const THOUGHTS = /^\s*<think>.*?<\/think>/s;
const FENCED = /```[^\n`]*\n(.*?)```/gs;

/**
 * Finds the JSON in a model's text: the whole text, a fenced block, or what stands in prose, and only then a broken
 * JSON that can be repaired without changing a word of it. Prose alone is never made JSON; in prose, brackets such as
 * `[1]` count only where an array is wanted.
 */
export function findJson(text: string, wanted: 'object' | 'array'): Found {
  const answer = text.replace(THOUGHTS, '').trim();
  if (answer === '') return none('The answer is empty; it must be JSON.');
  if (!/[{[]/.test(answer)) return parsed(answer) ?? none('The answer is text without any JSON.');
  const whole = parsed(answer);
  if (whole !== undefined) return whole;
  const fenced = Array.from(answer.matchAll(FENCED), ([, inner]) => inner!.trim());
  for (const candidate of fenced) {
    const found = parsed(candidate);
    if (found !== undefined) return found;
  }
  for (const span of jsonSpans(answer)) {
    const found = isWanted(span, wanted) ? parsed(span) : undefined;
    if (found !== undefined) return found;
  }
  return repaired([...fenced, answer], wanted);
}

function parsed(text: string): Found | undefined {
  const result = parseStrictly(text);
  if (result.kind === 'parsed') return {kind: 'found', value: result.value, repaired: false};
  return result.kind === 'too-deep' ? none('The JSON of the answer is nested too deeply.') : undefined;
}

function repaired(candidates: readonly string[], wanted: 'object' | 'array'): Found {
  for (const candidate of candidates) {
    const text = repairJson(candidate, wanted);
    const result = text === undefined ? undefined : parseStrictly(text);
    if (result?.kind === 'parsed') return {kind: 'found', value: result.value, repaired: true};
  }
  return none('The answer holds no JSON that can be read.');
}

/** In prose, `[1]` is a note; an object may be a list in a wrapper. */
function isWanted(json: string, wanted: 'object' | 'array'): boolean {
  return json.startsWith('{') || wanted === 'array';
}

function none(problem: string): Found {
  return {kind: 'none', problem};
}
