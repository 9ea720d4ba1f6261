import type {Token} from './template-code.js';

/** A name that an expression takes from around it, with the fields that are taken of it: `row.title`. */
export interface FreeName {
  readonly name: string;
  /** Positions in the template, of the name and of the end of its last field. */
  readonly start: number;
  readonly end: number;
  /** The fields that are named outright, in order. */
  readonly fields: readonly string[];
  /** What comes next is a call. */
  readonly isCalled: boolean;
}

const KEYWORDS = new Set(
  'and or not in is if else elif for recursive true false none True False None import as with without context ignore missing'.split(
    ' ',
  ),
);

/** The names that some tokens of a template use and do not define, from this one on. */
export function freeNames(tokens: readonly Token[], from = 0): readonly FreeName[] {
  const names: FreeName[] = [];
  for (let i = from; i < tokens.length; i += 1) {
    if (!isName(tokens, i)) continue;
    const {last, fields} = chainAt(tokens, i);
    const {text, start} = tokens[i]!;
    names.push({name: text, start, end: tokens[last]!.end, fields, isCalled: tokens[last + 1]?.text === '('});
    i = last;
  }
  return names;
}

/** The names before `in` or `=`: what a statement defines. */
export function givenNames(tokens: readonly Token[], until: string): readonly string[] {
  const end = tokens.findIndex(({text}) => text === until);
  const given = tokens.slice(1, end === -1 ? undefined : end);
  return given.filter((token, i) => isWord(token) && given[i - 1]?.text !== '.').map(({text}) => text);
}

/** Of `with a = 1, b = 2` and `macro m(a, b = 2)`: the names that stand first, or after a comma or bracket. */
export function namesInList(tokens: readonly Token[]): readonly string[] {
  return tokens
    .filter(({text}, i) => i > 0 && /^[\p{L}_]/u.test(text) && ['with', ',', '('].includes(tokens[i - 1]!.text))
    .map(({text}) => text);
}

/** Of `import a, b as c`: a and c. */
export function importedNames(words: readonly string[]): readonly string[] {
  return words.filter((word, i) => /^[\p{L}_]/u.test(word) && word !== 'as' && words[i + 1] !== 'as');
}

function isName(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i]!;
  const before = tokens[i - 1]?.text ?? '';
  const isTest = before === 'is' || (before === 'not' && tokens[i - 2]?.text === 'is');
  const isKeyword = KEYWORDS.has(token.text) || before === '.' || before === '|' || isTest;
  // In a call, `name=` says which argument is meant.
  return isWord(token) && !isKeyword && tokens[i + 1]?.text !== '=';
}

function isWord({text}: Token): boolean {
  return /^[\p{L}_]/u.test(text);
}

function chainAt(tokens: readonly Token[], first: number): {readonly last: number; readonly fields: readonly string[]} {
  const fields: string[] = [];
  for (let last = first; ; ) {
    const [dot, field, close] = [tokens[last + 1], tokens[last + 2], tokens[last + 3]];
    if (dot?.text === '.' && field !== undefined && isWord(field)) {
      fields.push(field.text);
      last += 2;
    } else if (dot?.text === '[' && /^["']/.test(field?.text ?? '') && close?.text === ']') {
      fields.push(field!.text.slice(1, -1));
      last += 3;
    } else return {last, fields};
  }
}
