import type {Role} from '../../domain/workflow.js';
import {blankText} from './blank-text.js';

/** A function in a Python module that agac may call. */
export interface DecoratedFunction {
  readonly name: string;
  readonly role: Role;
  /** Where its `def` is, from 1. */
  readonly line: number;
  /** As its decorator says, where it does. */
  readonly granularity?: 'record' | 'file';
}

const ROLES = {udf_tool: 'tool', reprompt_validation: 'validator'} as const;
const ALIAS = /\b(udf_tool|reprompt_validation)\s+as\s+(\w+)/g;
const DECORATOR = /^[ \t]*@[ \t]*(?:\w+[ \t]*\.[ \t]*)*(\w+)/gm;
const FUNCTION = /^\s*(?:async\s+)?def\s+([\p{L}_][\p{L}\p{N}_]*)/u;
const GRANULARITY = /\bgranularity\s*=\s*(?:[\w.]*\bGranularity\s*\.\s*(RECORD|FILE)\b|["'](record|file)["'])/i;

/**
 * The functions of a Python text that are decorated as tools or validators. Read off the text, so that no code of the
 * user runs to find out: what is decorated in another way than by `@` is not found.
 */
export function decoratedFunctions(text: string): readonly DecoratedFunction[] {
  const code = blankText(text);
  const roles = new Map<string, DecoratedFunction['role']>(Object.entries(ROLES));
  for (const [, name, alias] of code.matchAll(ALIAS)) roles.set(alias!, ROLES[name as keyof typeof ROLES]);
  return [...code.matchAll(DECORATOR)].flatMap((match) => {
    const role = roles.get(match[1]!);
    if (role === undefined) return [];
    const nameEnd = match.index + match[0].length;
    const end = endOfArguments(code, nameEnd);
    const found = functionAfter(code, end);
    if (found === undefined) return [];
    const granularity = granularityIn(text.slice(nameEnd, end));
    return [{...found, role, ...(granularity && {granularity})}];
  });
}

/** Where the brackets end that begin here; where nothing begins, here. */
function endOfArguments(code: string, start: number): number {
  let depth = 0;
  for (let i = start; i < code.length; i += 1) {
    const character = code[i]!;
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0 && !' \t'.includes(character)) return i;
    if (depth === 0 && character === ')') return i + 1;
  }
  return code.length;
}

/** The function that these decorators stand above. */
function functionAfter(code: string, from: number): {readonly name: string; readonly line: number} | undefined {
  let at = from;
  for (;;) {
    const rest = code.slice(at);
    const another = /^\s*@[ \t]*[\w.]+/.exec(rest);
    if (another === null) {
      const [whole, name] = FUNCTION.exec(rest) ?? [];
      return name === undefined ? undefined : {name, line: lineAt(code, at + whole!.length)};
    }
    at = endOfArguments(code, at + another[0].length);
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function granularityIn(written: string): 'record' | 'file' | undefined {
  const [, member, word] = GRANULARITY.exec(written) ?? [];
  const said = (member ?? word)?.toLowerCase();
  return said === 'file' || said === 'record' ? said : undefined;
}
