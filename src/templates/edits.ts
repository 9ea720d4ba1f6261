import type {Token} from './template-code.js';

/** A change of a text. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** The text with all edits made; those at one place, in their order. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const {at, remove, insert} of [...edits].sort((a, b) => a.at - b.at)) {
    result += text.slice(from, at) + insert;
    from = at + remove;
  }
  return result + text.slice(from);
}

/** The commas between what brackets hold, and the index of the closing one. */
export function bracketsAt(
  tokens: readonly Token[],
  open: number,
): {readonly commas: readonly Token[]; readonly end: number} {
  const commas: Token[] = [];
  let depth = 0;
  for (let end = open; end < tokens.length; end += 1) {
    const token = tokens[end]!;
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (depth === 0) return {commas, end};
    if (depth === 1 && token.text === ',') commas.push(token);
  }
  return {commas, end: tokens.length};
}
