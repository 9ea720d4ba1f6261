import type {Token} from './template-code.js';

const KEYWORDS = new Set(
  'and or not in is if else elif endif for endfor set with true false none True False None'.split(' '),
);

/** The keyword of a statement is no operand, nor are the names that `for` gives. */
export function firstOperand(tokens: readonly Token[]): number {
  if (tokens[0]?.text !== 'for') return 1;
  const given = tokens.findIndex(({text}) => text === 'in');
  return given === -1 ? tokens.length : given;
}

/** Whether a name of the context starts here: not a keyword, a field, a filter or a test. */
export function isName(tokens: readonly Token[], i: number): boolean {
  const {text} = tokens[i]!;
  const before = tokens[i - 1]?.text ?? '';
  const isTest = before === 'is' || (before === 'not' && tokens[i - 2]?.text === 'is');
  return /^[\p{L}_]/u.test(text) && !KEYWORDS.has(text) && before !== '.' && before !== '|' && !isTest;
}

/** Index of the last token of `name.field["key"][0]`, written without white space. */
export function endOfChain(tokens: readonly Token[], first: number): number {
  for (let last = first; ; ) {
    const [next, afterNext] = [tokens[last + 1], tokens[last + 2]];
    if (next?.start !== tokens[last]!.end) return last;
    if (next.text === '.' && /^[\p{L}_]/u.test(afterNext?.text ?? '')) last += 2;
    else if (next.text === '[' && /^["'\d]/.test(afterNext?.text ?? '') && tokens[last + 3]?.text === ']') last += 3;
    else return last;
  }
}
