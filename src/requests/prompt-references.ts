import {type Code, type Token, templateCode} from './template-code.js';
import {endOfChain, firstOperand, isName} from './template-names.js';

/**
 * The fields that a prompt names, as `namespace.field`, each once, in the order they are first seen. Variables and macros
 * of its own are not among them.
 */
export function promptReferences(source: string): readonly string[] {
  const codes = [...templateCode(source)];
  const own = new Set(['loop', 'caller', 'super', ...codes.flatMap(ownNames)]);
  const found = codes.flatMap(chainsOf).filter((steps) => !own.has(steps[0]!));
  return [...new Set(found.map((steps) => steps.join('.')))];
}

/** Names that a statement gives. */
function ownNames({isStatement, tokens}: Code): string[] {
  const keyword = isStatement ? tokens[0]?.text : undefined;
  if (keyword === 'for') return namesIn(tokens.slice(1, firstOperand(tokens)));
  if (keyword === 'macro') return namesIn(tokens.slice(1));
  if (keyword !== 'set' && keyword !== 'with') return [];
  const end = keyword === 'with' ? tokens.length : tokens.findIndex(({text}) => text === '=');
  // In `with a = b.c, d = e`, what stands before a sign of equality is given.
  const given = tokens.slice(1, end === -1 ? tokens.length : end);
  return keyword === 'set' ? namesIn(given) : given.flatMap(({text}, i) => (given[i + 1]?.text === '=' ? [text] : []));
}

function namesIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({text}) => (/^[\p{L}_]/u.test(text) ? [text] : []));
}

function chainsOf({isStatement, tokens}: Code): string[][] {
  const chains: string[][] = [];
  for (let i = isStatement ? firstOperand(tokens) : 0; i < tokens.length; i += 1) {
    if (!isName(tokens, i)) continue;
    const last = endOfChain(tokens, i);
    const next = tokens[last + 1]?.text;
    // `name=value` names an argument, `name(…)` a function; of `field.get("key")` the key is meant.
    const steps = stepsOf(tokens.slice(i, last + 1));
    if (next === '(') {
      const method = steps.pop();
      const key = tokens[last + 2]?.text ?? '';
      if (method === 'get' && /^["']/.test(key)) steps.push(key.slice(1, -1));
    }
    if (next !== '=' && steps.length > 0) chains.push(steps);
    i = last;
  }
  return chains;
}

/** The names on the way, up to a number: which item of a list is no field. */
function stepsOf(tokens: readonly Token[]): string[] {
  const words = tokens.filter(({text}) => !['.', '[', ']'].includes(text)).map(({text}) => text);
  const end = words.findIndex((word) => /^\d/.test(word));
  return (end === -1 ? words : words.slice(0, end)).map((word) => (/^["']/.test(word) ? word.slice(1, -1) : word));
}
