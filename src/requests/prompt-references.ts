import {type Token, templateCode} from '../templates/template-code.js';

/** A name that a prompt reads from its context: `extract.subject`. */
export interface PromptReference {
  /** The namespace, then the fields in it as far as they are written out. */
  readonly steps: readonly [string, ...string[]];
  /** Position in the template. */
  readonly at: number;
}

const KEYWORDS = new Set(
  'and or not in is if else elif for set with true false none True False None loop self super caller recursive'.split(
    ' ',
  ),
);
const FALLBACKS = new Set(['default', 'd']);

/**
 * The names that a prompt cannot be filled in without, in order. Left out are its own variables, whatever it asks about
 * first (`is defined`, `default`), and calls.
 */
export function promptReferences(source: string): readonly PromptReference[] {
  const codes = [...templateCode(source)];
  const own = new Set(codes.flatMap(({isStatement, tokens}) => (isStatement ? givenNames(tokens) : [])));
  const asked = new Set<string>();
  const found: PromptReference[] = [];
  for (const {isStatement, tokens} of codes) {
    const isBlock = isStatement && /^(block|filter|autoescape|end\w+)$/.test(tokens[0]?.text ?? '');
    for (let i = isStatement ? 1 : 0; i < tokens.length && !isBlock; i += 1) {
      if (!isRoot(tokens, i)) continue;
      const {steps, last} = chainAt(tokens, i);
      if (isAskedAbout(tokens, last)) asked.add(steps[0]);
      else found.push({steps, at: tokens[i]!.start});
      i = last;
    }
  }
  return found.filter(({steps: [root]}) => !own.has(root) && !asked.has(root));
}

/** The variables that a statement makes. */
function givenNames(tokens: readonly Token[]): readonly string[] {
  const [keyword] = tokens;
  const end = {for: 'in', set: '=', with: '%}', macro: '%}', call: '%}'}[keyword?.text ?? ''];
  if (end === undefined) return [];
  const before = tokens.findIndex(({text}) => text === end);
  const given = tokens.slice(1, before === -1 ? undefined : before);
  // Of `macro` and `with`, names of the context in default values are taken for their own; that only finds less.
  return given.map(({text}) => text).filter((text) => /^[\p{L}_]/u.test(text));
}

function isRoot(tokens: readonly Token[], i: number): boolean {
  const [before, {text}, next] = [tokens[i - 1]?.text ?? '', tokens[i]!, tokens[i + 1]?.text ?? ''];
  const isName = /^[\p{L}_]/u.test(text) && !KEYWORDS.has(text);
  const isTest = before === 'is' || (before === 'not' && tokens[i - 2]?.text === 'is');
  return isName && !isTest && before !== '.' && before !== '|' && next !== '(' && next !== '=';
}

/** The steps up to the first that is not written out or is called, and where the whole chain ends. */
function chainAt(tokens: readonly Token[], first: number): {steps: readonly [string, ...string[]]; last: number} {
  const steps: [string, ...string[]] = [tokens[first]!.text];
  let isWrittenOut = true;
  for (let last = first; ; ) {
    const [sign, name, close] = [tokens[last + 1]?.text, tokens[last + 2]?.text ?? '', tokens[last + 3]?.text];
    const isField = sign === '.' && /^[\p{L}_]/u.test(name);
    const isKey = sign === '[' && /^["']/.test(name) && close === ']';
    if (!isField && !isKey) return {steps, last};
    isWrittenOut &&= isKey || close !== '(';
    if (isWrittenOut) steps.push(isKey ? name.slice(1, -1) : name);
    last += isKey ? 3 : 2;
  }
}

function isAskedAbout(tokens: readonly Token[], last: number): boolean {
  const [next, after] = [tokens[last + 1]?.text ?? '', tokens[last + 2]?.text ?? ''];
  return next === 'is' || (next === '|' && FALLBACKS.has(after));
}
