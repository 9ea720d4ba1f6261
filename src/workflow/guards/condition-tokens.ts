import type {TokenType} from 'chevrotain';

export type Chevrotain = typeof import('chevrotain');

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const;
const FINDINGS = ['in', 'contains', 'like'] as const;
const CONSTANTS = ['true', 'false', 'null', 'none'] as const;
const KEYWORDS = ['and', 'or', 'not', 'between', 'is'] as const;
const SIGNS = {open: '(', close: ')', openList: '[', closeList: ']', comma: ',', dot: '.'} as const;

const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/;
const TEXT = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/;

/** The words and signs of a condition; `all` in the order in which they are tried. */
export function conditionTokens({createToken, Lexer}: Chevrotain) {
  // In capitals, since rules of the grammar are called so, too.
  const category = (name: string) => createToken({name, pattern: Lexer.NA});
  const categories = {
    // After a dot any word is the name of a field, whatever it means elsewhere.
    word: category('WORD'),
    comparison: category('COMPARISON'),
    finding: category('FINDING'),
    constant: category('CONSTANT'),
  };
  const {word, comparison, finding, constant} = categories;
  const name = createToken({name: 'name', pattern: {exec: nameAt}, categories: word, line_breaks: false});
  const keyword = (spelling: string, more: readonly TokenType[]) =>
    createToken({name: spelling, pattern: new RegExp(spelling, 'i'), longer_alt: name, categories: [word, ...more]});
  const sign = (spelling: string, more: readonly TokenType[]) =>
    createToken({name: spelling, pattern: spelling, categories: [...more]});
  const keywords = byName(KEYWORDS, (spelling) => keyword(spelling, []));
  const signs = byName(Object.keys(SIGNS) as (keyof typeof SIGNS)[], (key) => sign(SIGNS[key], []));
  const number = createToken({name: 'number', pattern: NUMBER});
  const text = createToken({name: 'text', pattern: TEXT, line_breaks: true});
  const all = [
    createToken({name: 'space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true}),
    ...Object.values(keywords),
    ...FINDINGS.map((spelling) => keyword(spelling, [finding])),
    ...CONSTANTS.map((spelling) => keyword(spelling, [constant])),
    ...[name, number, text],
    ...COMPARISONS.map((spelling) => sign(spelling, [comparison])),
    ...Object.values(signs),
    ...Object.values(categories),
  ];
  return {all, name, number, text, ...categories, ...keywords, ...signs};
}

function nameAt(source: string, offset: number): RegExpExecArray | null {
  NAME.lastIndex = offset;
  return NAME.exec(source);
}

function byName<N extends string>(names: readonly N[], make: (name: N) => TokenType): Readonly<Record<N, TokenType>> {
  return Object.fromEntries(names.map((each) => [each, make(each)])) as Record<N, TokenType>;
}
