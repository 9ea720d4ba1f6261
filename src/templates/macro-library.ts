import {lineFinder} from '../domain/line-finder.js';
import type {Segment} from './template-code.js';
import {type Block, type TemplateNode, templateTree, UnevenTemplate} from './template-tree.js';
import {usedNames} from './used-names.js';

/** A macro that can be called by its name alone. */
export interface Macro {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** From `{% macro` to `endmacro %}`. */
  readonly source: string;
}

/** A file of macros, with all but its definitions taken out and every line where it was. */
export interface MacroFile {
  readonly file: string;
  readonly text: string;
  readonly macros: readonly Macro[];
  /** What macros of the file may use besides: its `{% set %}`s. */
  readonly preamble: string;
}

export interface TemplateProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export function macroFile(file: string, source: string): MacroFile | TemplateProblem {
  const lineAt = lineFinder(source);
  try {
    const nodes = templateTree(source);
    const slice = (node: TemplateNode) => source.slice(...rangeOf(node));
    const definitions = nodes.filter(isDefinition);
    const text = nodes.map((node) => (isDefinition(node) ? slice(node) : slice(node).replace(/[^\n]/g, ''))).join('');
    const preamble = definitions
      .filter((node) => keywordOf(node) === 'set')
      .map(slice)
      .join('');
    return {file, text, preamble, macros: macrosIn(nodes, {file, source})};
  } catch (error) {
    if (!(error instanceof UnevenTemplate)) throw error;
    return {file, line: lineAt(error.at), message: error.message};
  }
}

/** The macros that a template defines at its top level, or within its blocks. */
export function macrosIn(
  nodes: readonly TemplateNode[],
  {file, source}: {readonly file: string; readonly source: string},
): readonly Macro[] {
  const lineAt = lineFinder(source);
  return nodes.flatMap((node) => {
    if (node.kind !== 'block') return [];
    const [start, end] = rangeOf(node);
    const name = headOf(node).tokens[1]?.text;
    if (node.keyword === 'macro' && name !== undefined) {
      return [{name, file, line: lineAt(start), source: source.slice(start, end)}];
    }
    return node.clauses.flatMap(({body}) => macrosIn(body, {file, source}));
  });
}

/** The definitions of all macros that a text calls, and of those that they call; undefined where it calls none. */
export function definitionsFor(text: string, macros: ReadonlyMap<string, Macro>, files: readonly MacroFile[] = []) {
  const needed = new Map<string, Macro>();
  const waiting = [text];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    for (const {kind, name} of usedNames(source)) {
      const macro = kind === 'function' ? macros.get(name) : undefined;
      if (macro === undefined || needed.has(name)) continue;
      needed.set(name, macro);
      waiting.push(macro.source);
    }
  }
  if (needed.size === 0) return undefined;
  const used = new Set([...needed.values()].map(({file}) => file));
  const preambles = files.filter(({file}) => used.has(file)).map(({preamble}) => preamble);
  return [...preambles, ...[...needed.values()].map(({source}) => source)].join('');
}

function isDefinition(node: TemplateNode): boolean {
  return ['macro', 'set', 'from', 'import'].includes(keywordOf(node));
}

function keywordOf(node: TemplateNode): string {
  if (node.kind === 'block') return node.keyword;
  return node.segment.kind === 'statement' ? (node.segment.tokens[0]?.text ?? '') : '';
}

function rangeOf(node: TemplateNode): [number, number] {
  return node.kind === 'block' ? [headOf(node).start, node.end.end] : [node.segment.start, node.segment.end];
}

function headOf({clauses}: Block): Segment {
  return clauses[0]!.head;
}
