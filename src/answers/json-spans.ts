import {isJsonStart} from './json-start.js';

/** An opening bracket that is never closed has the rest of the text read again, at most so often. */
const MOST_UNCLOSED = 20;

/**
 * The stretches of a text between balanced brackets, outermost only, in order. Brackets inside double-quoted strings
 * are not counted. Ends at JSON that is never closed: what is inside it is a part of something, not an answer.
 */
export function* jsonSpans(text: string): Generator<string> {
  let unclosed = 0;
  for (let at = text.search(/[{[]/); at < text.length && unclosed < MOST_UNCLOSED; at += 1) {
    if (text[at] !== '{' && text[at] !== '[') continue;
    const end = endOfSpan(text, at);
    if (end !== undefined) {
      yield text.slice(at, end);
      at = end - 1;
    } else if (isJsonStart(text, at)) return;
    else unclosed += 1;
  }
}

function endOfSpan(text: string, start: number): number | undefined {
  const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
  TOKEN.lastIndex = start;
  let depth = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth += 1;
    if (match[0] === '}' || match[0] === ']') depth -= 1;
    if (depth === 0) return TOKEN.lastIndex;
  }
  return undefined;
}
