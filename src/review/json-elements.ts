import type {Json} from '@agac/provider';

export type Element = {readonly line: number} & ({readonly value: Json} | {readonly problem: string});

/** The elements of a JSON array, or the values of a text with one a line, each with the line (from 1) it begins on. */
export function jsonElements(text: string): readonly Element[] {
  return text.trimStart().startsWith('[') ? ofArray(text) : ofLines(text);
}

function ofLines(text: string): readonly Element[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [parsed(line, i + 1)]));
}

function parsed(text: string, line: number): Element {
  try {
    return {line, value: JSON.parse(text) as Json};
  } catch (error) {
    return {line, problem: `This is not JSON: ${reasonOf(error)}.`};
  }
}

function ofArray(text: string): readonly Element[] {
  try {
    const values = JSON.parse(text) as readonly Json[];
    const lines = elementLines(text);
    return values.map((value, i) => ({line: lines[i]!, value}));
  } catch (error) {
    const line = Number(/\(line (\d+) column \d+\)$/.exec((error as Error).message)?.[1] ?? text.split('\n').length);
    return [{line, problem: `This is not JSON: ${reasonOf(error)}.`}];
  }
}

function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/ in JSON at position .*$| \(line \d+ column \d+\)$/, '');
}

/** Where the elements of an array begin, in a text that is known to be JSON. */
function elementLines(text: string): readonly number[] {
  const lines: number[] = [];
  let [line, depth, awaits] = [1, 0, false];
  // A string, a newline, a bracket, a comma, or anything else that is no space: the beginning of a value.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\n|[[\]{},]|[^\s[\]{},"]+/g)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    const closes = token === ']' || token === '}';
    if (awaits && depth === 1 && !closes) lines.push(line);
    awaits = (token === '[' && depth === 0) || (token === ',' && depth === 1);
    if (token === '[' || token === '{') depth += 1;
    if (closes) depth -= 1;
  }
  return lines;
}
