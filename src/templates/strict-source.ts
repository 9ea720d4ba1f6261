import {bracketsAt, type Edit, edited} from './edits.js';
import {filterEdits} from './filter-arguments.js';
import {type Code, type Token, templateCode} from './template-code.js';

/** Signs next to which the engine takes what is undefined for an empty text, zero or false. */
const LENIENT = new Set(['~', '==', '!=', '<', '>', '<=', '>=', 'in', 'not']);
const DEFAULTS = new Set(['default', 'd']);
const KEYWORDS = new Set(
  'and or not in is if else elif endif for endfor set with true false none True False None'.split(' '),
);

/**
 * Closes three gaps between the template engine and Jinja by respelling a prompt; its lines stay where they are.
 *
 * - The engine gives `{{ source.mesage | upper }}` as an empty text: undefined is an error where it is printed, but not
 *   in front of a filter, `~` or a comparison. There a name `n` becomes `(n or n)`: the same value, and an error when
 *   there is none. `default`, `is defined` and the like are left alone.
 * - It knows `.get(key)` but not `.get(key, fallback)`, which becomes `[key]|default(fallback)`.
 * - It takes the arguments of some filters in another form; see {@link filterEdits}.
 */
export function strictSource(source: string): string {
  return edited(
    source,
    [...templateCode(source)].flatMap((code) => [...filterEdits(code.tokens), ...codeEdits(code, source)]),
  );
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

/** The keyword of a statement is no operand, nor are the names that `for` gives. */
function firstOperand(tokens: readonly Token[]): number {
  if (tokens[0]?.text !== 'for') return 1;
  const given = tokens.findIndex(({text}) => text === 'in');
  return given === -1 ? tokens.length : given;
}

/** Whether a name of the context starts here: not a keyword, a field, a filter or a test. */
function isName(tokens: readonly Token[], i: number): boolean {
  const {text} = tokens[i]!;
  const before = tokens[i - 1]?.text ?? '';
  const isTest = before === 'is' || (before === 'not' && tokens[i - 2]?.text === 'is');
  return /^[\p{L}_]/u.test(text) && !KEYWORDS.has(text) && before !== '.' && before !== '|' && !isTest;
}

/** Index of the last token of `name.field["key"][0]`, written without white space. */
function endOfChain(tokens: readonly Token[], first: number): number {
  for (let last = first; ; ) {
    const [next, afterNext] = [tokens[last + 1], tokens[last + 2]];
    if (next?.start !== tokens[last]!.end) return last;
    if (next.text === '.' && /^[\p{L}_]/u.test(afterNext?.text ?? '')) last += 2;
    else if (next.text === '[' && /^["'\d]/.test(afterNext?.text ?? '') && tokens[last + 3]?.text === ']') last += 3;
    else return last;
  }
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
