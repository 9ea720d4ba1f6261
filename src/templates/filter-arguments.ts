import {bracketsAt, type Edit} from './edits.js';
import type {Token} from './template-code.js';

/** Arguments, in Jinja's order, that the engine takes by their names alone. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  truncate: ['length', 'killwords', 'end', 'leeway'],
  sort: ['reverse', 'case_sensitive', 'attribute'],
  dictsort: ['case_sensitive', 'by', 'reverse'],
  unique: ['case_sensitive', 'attribute'],
};
/** Arguments that it takes by their places alone. */
const PLACED: Readonly<Record<string, readonly string[]>> = {
  indent: ['width', 'first', 'blank'],
  round: ['precision'],
};
/** Where the argument `attribute` stands, which the engine does not know. */
const OF_ATTRIBUTES: Readonly<Record<string, number>> = {sum: 0, join: 1};

interface Argument {
  readonly name?: string;
  readonly tokens: readonly [Token, ...Token[]];
}

/**
 * Puts the arguments of filters as the engine takes them: `truncate(9)` becomes `truncate(length=9)`, `indent(width=2)`
 * becomes `indent(2)`, and `join(", ", attribute="a")` becomes `map(attribute="a")|join(", ")`.
 */
export function filterEdits(tokens: readonly Token[]): readonly Edit[] {
  return tokens.flatMap((filter, i) => {
    if (tokens[i - 1]?.text !== '|' || tokens[i + 1]?.text !== '(') return [];
    const given = argumentsAt(tokens, i + 1);
    const [named, placed] = [NAMED[filter.text], PLACED[filter.text]];
    if (named !== undefined) return given.flatMap((each, at) => withName(each, named[at]));
    if (placed !== undefined) return given.flatMap((each, at) => withoutName(each, placed[at]));
    const at = OF_ATTRIBUTES[filter.text];
    return at === undefined ? [] : attributeEdits(filter, given, at);
  });
}

function argumentsAt(tokens: readonly Token[], open: number): readonly Argument[] {
  const {commas, end} = bracketsAt(tokens, open);
  // Brackets that are never closed are the engine's to complain of.
  if (end === tokens.length) return [];
  const stops = [tokens[open]!, ...commas, tokens[end]!];
  return stops.slice(1).flatMap((stop, i) => {
    const [first, ...rest] = tokens.filter(({start}) => start > stops[i]!.start && start < stop.start);
    if (first === undefined) return [];
    return [{tokens: [first, ...rest] as const, ...(rest[0]?.text === '=' && {name: first.text})}];
  });
}

function withName({name, tokens: [first]}: Argument, wanted: string | undefined): readonly Edit[] {
  if (name !== undefined || wanted === undefined) return [];
  return [{at: first.start, remove: 0, insert: `${wanted}=`}];
}

function withoutName({name, tokens: [first, , value]}: Argument, wanted: string | undefined): readonly Edit[] {
  if (name === undefined || name !== wanted || value === undefined) return [];
  return [{at: first.start, remove: value.start - first.start, insert: ''}];
}

function attributeEdits(filter: Token, given: readonly Argument[], place: number): readonly Edit[] {
  const at = given.findIndex(({name}, i) => name === 'attribute' || (name === undefined && i === place));
  const argument = given[at];
  const value = argument?.tokens[argument.name === undefined ? 0 : 2];
  // What is longer than a name, and what more there is, is left to the engine, which says that it does not know it.
  if (value === undefined || value !== argument?.tokens.at(-1) || at !== given.length - 1) return [];
  const from = given[at - 1]?.tokens.at(-1)?.end ?? argument.tokens[0].start;
  return [
    {at: filter.start, remove: 0, insert: `map(attribute=${value.text})|`},
    {at: from, remove: value.end - from, insert: ''},
  ];
}
