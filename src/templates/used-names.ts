import {type Token, templateCode} from './template-code.js';

/** A filter, test, function or statement that a prompt calls by name. */
export interface UsedName {
  readonly kind: 'filter' | 'test' | 'function' | 'statement';
  readonly name: string;
  /** Position in the template. */
  readonly at: number;
}

/** What a template calls by name, in order; its own macros and variables are not in it. */
export function usedNames(source: string): readonly UsedName[] {
  const used: UsedName[] = [];
  const own = new Set(['caller', 'loop', 'super']);
  for (const {isStatement, tokens} of templateCode(source)) {
    const [keyword, name] = tokens;
    if (isStatement && keyword !== undefined) used.push({kind: 'statement', name: keyword.text, at: keyword.start});
    if (isStatement && name !== undefined && /^(macro|set)$/.test(keyword!.text)) own.add(name.text);
    for (let i = isStatement ? 1 : 0; i < tokens.length; i += 1) {
      const kind = kindOf(tokens, i);
      if (kind !== undefined) used.push({kind, name: tokens[i]!.text, at: tokens[i]!.start});
    }
  }
  return used.filter(({kind, name}) => kind !== 'function' || !own.has(name));
}

function kindOf(tokens: readonly Token[], i: number): UsedName['kind'] | undefined {
  const [beforeThat, before, token, next] = [tokens[i - 2], tokens[i - 1], tokens[i], tokens[i + 1]].map(
    (t) => t?.text ?? '',
  );
  if (!/^[\p{L}_]/u.test(token!)) return undefined;
  if (before === '|') return 'filter';
  if (before === 'is' && token !== 'not') return 'test';
  if (before === 'not' && beforeThat === 'is') return 'test';
  const isCalled = next === '(' && before !== '.' && !/^(and|or|not|in|is|if|else|elif|with|call)$/.test(token!);
  return isCalled ? 'function' : undefined;
}
