import {type Code, type Token, templateCode} from './template-code.js';
import {endOfChain, firstOperand, isName} from './template-names.js';

/** Signs next to which the engine takes what is undefined for an empty text, zero or false. */
const LENIENT = new Set(['~', '==', '!=', '<', '>', '<=', '>=', 'in', 'not']);
const DEFAULTS = new Set(['default', 'd']);

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * Closes two gaps between the template engine and Jinja by respelling a prompt; its lines stay where they are.
 *
 * - The engine gives `{{ source.mesage | upper }}` as an empty text: undefined is an error where it is printed, but not
 *   in front of a filter, `~` or a comparison. There a name `n` becomes `(n or n)`: the same value, and an error when
 *   there is none. `default`, `is defined` and the like are left alone.
 * - It knows `.get(key)` but not `.get(key, fallback)`, which becomes `[key]|default(fallback)`.
 */
export function strictSource(source: string): string {
  const edits = [...templateCode(source)].flatMap((code) => codeEdits(code, source));
  let result = '';
  let from = 0;
  for (const {at, remove, insert} of edits.sort((a, b) => a.at - b.at)) {
    result += source.slice(from, at) + insert;
    from = at + remove;
  }
  return result + source.slice(from);
}

function codeEdits({isStatement, tokens}: Code, source: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (let i = isStatement ? firstOperand(tokens) : 0; i < tokens.length; i += 1) {
    if (!isName(tokens, i)) continue;
    const last = endOfChain(tokens, i);
    edits.push(...fallbackEdits(tokens, i));
    if (isTakenLeniently(tokens, i, last)) {
      const {start} = tokens[i]!;
      const {end} = tokens[last]!;
      const name = source.slice(start, end);
      edits.push({at: start, remove: 0, insert: `(${name} or `}, {at: end, remove: 0, insert: ')'});
    }
    i = last;
  }
  return edits;
}

function isTakenLeniently(tokens: readonly Token[], first: number, last: number): boolean {
  const [next, filter] = [tokens[last + 1]?.text ?? '', tokens[last + 2]?.text ?? ''];
  if (next === '|') return filter !== '' && !DEFAULTS.has(filter);
  if (['(', '=', 'is', '.', '['].includes(next)) return false;
  return LENIENT.has(next) || LENIENT.has(tokens[first - 1]?.text ?? '');
}

/** For every `.get(key, fallback)` in the fields and calls that follow a name. */
function fallbackEdits(tokens: readonly Token[], first: number): readonly Edit[] {
  const edits: Edit[] = [];
  for (let i = first; ; ) {
    const next = tokens[i + 1];
    if (next?.text === '.') i += 2;
    else if (next?.text === '[' || next?.text === '(') {
      const {commas, end} = bracketsAt(tokens, i + 1);
      const [comma] = commas;
      const [dot, close] = [tokens[i - 1], tokens[end]];
      if (close === undefined) return edits;
      if (next.text === '(' && tokens[i]!.text === 'get' && dot?.text === '.' && comma && commas.length === 1) {
        edits.push(
          {at: tokens[first]!.start, remove: 0, insert: '('},
          {at: dot.start, remove: next.end - dot.start, insert: '['},
          {at: comma.start, remove: 1, insert: ']|default('},
          {at: close.end, remove: 0, insert: ')'},
        );
      }
      i = end;
    } else return edits;
  }
}

/** The commas between what brackets hold, and the index of the closing one. */
function bracketsAt(tokens: readonly Token[], open: number): {readonly commas: readonly Token[]; readonly end: number} {
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
