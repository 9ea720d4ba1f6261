import type {Json} from '@agac/provider';
import {jsonrepair} from 'jsonrepair';
import {isJsonStart} from './json-start.js';

// The time that repairing takes grows with the square of the length: half a second for this.
const LONGEST = 50_000;

/** A place where a model left something out: `{"a": 1, ...}`. */
const LEFT_OUT = /(?:[[{,]\s*(?:\.\.\.|…)|(?:\.\.\.|…)\s*[\]}])/;

/**
 * Nearly JSON made JSON: quotes, commas, comments, Python's words, a missing bracket at the end. Undefined where that
 * would be guessing: a text that breaks off, leaves something out, or would have its words changed.
 */
export function repairJson(text: string, wanted: 'object' | 'array'): string | undefined {
  const start = firstStart(text, wanted === 'array' ? /[{[]/g : /\{/g);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  if (start === undefined || end <= start || text.length > LONGEST) return undefined;
  // What goes on like JSON after the last bracket was cut off in the middle.
  const breaksOff = /^\s*(?:[,:"'“]|\\")/.test(text.slice(end));
  const broken = text.slice(start, end);
  if (breaksOff || LEFT_OUT.test(broken)) return undefined;
  try {
    const repaired = jsonrepair(broken);
    const value: Json = JSON.parse(repaired);
    return typeof value === 'object' && hasOnlyWordsOf(broken, value) ? repaired : undefined;
  } catch {
    return undefined;
  }
}

function firstStart(text: string, brackets: RegExp): number | undefined {
  for (const {index} of text.matchAll(brackets)) if (isJsonStart(text, index)) return index;
  return undefined;
}

/** Whether every text in the value stands in the source too; white space and escapes may differ, nothing else. */
function hasOnlyWordsOf(source: string, value: Json): boolean {
  const bare = (text: string) => text.replace(/\s+/g, '');
  const words = bare(source.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, unescaped));
  const hasNull = /\b(?:null|none|undefined)\b/i.test(source);
  return leaves(value).every((leaf) => (leaf === null ? hasNull : words.includes(bare(leaf))));
}

function unescaped(_escape: string, code: string | undefined, letter: string): string {
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  return 'nrtbf'.includes(letter) ? ' ' : letter;
}

/** Every text and null in a value, and the names of its fields. */
function leaves(value: Json | undefined): readonly (string | null)[] {
  if (typeof value === 'string' || value === null) return [value];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...leaves(inner)]);
}
