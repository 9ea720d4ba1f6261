import {lineFinder} from '../domain/line-finder.js';
import {type FreeName, freeNames, givenNames, importedNames, namesInList} from './free-names.js';
import type {KeptText} from './kept-text.js';
import {Scopes} from './scopes.js';
import type {Segment} from './template-code.js';
import {type Block, type Clause, type TemplateNode, templateTree} from './template-tree.js';

/** The filter that writes a value as a template would have to write it. */
export const LITERAL = 'agac_literal';

export interface Settling {
  /** Names that have a value now. */
  readonly variables: ReadonlySet<string>;
  /** Names that can be called now, macros included. */
  readonly functions: ReadonlySet<string>;
  readonly kept: KeptText;
  /** Macros that are defined more than once, each for what follows it: nothing of them is settled. */
  readonly ambiguous: ReadonlySet<string>;
  /** Whether lines are marked, so that what comes of them can be traced back. */
  readonly marked: boolean;
  /** Another template, made ready with these names known; gives the name to load it by. Undefined: there is none. */
  readonly load: (name: string, known: ReadonlySet<string>) => string | undefined;
}

/**
 * Makes a template that fills in what can be known now, and lets everything else through as it is, for a later
 * rendering. An expression or statement is settled if all names in it are known, or are given a value by one that is
 * settled; of one that is left, the variables with a value are written out, so that the rest makes sense later.
 * @throws UnevenTemplate
 */
export function settle(source: string, settling: Settling): string {
  return settling.kept.closeUp(new Settler(source, settling).nodes(templateTree(source)));
}

class Settler {
  readonly #source: string;
  readonly #settling: Settling;
  readonly #scopes: Scopes;
  readonly #lineAt: (offset: number) => number;
  /** How many blocks around here are left for later. */
  #left = 0;
  /** How many values are being put together around here, in which a mark would be in the way. */
  #values = 0;

  constructor(source: string, settling: Settling) {
    this.#source = source;
    this.#settling = settling;
    this.#scopes = new Scopes(new Set([...settling.variables, ...settling.functions]));
    this.#lineAt = lineFinder(source);
  }

  nodes(nodes: readonly TemplateNode[]): string {
    return nodes.map((node) => (node.kind === 'block' ? this.#block(node) : this.#leaf(node.segment))).join('');
  }

  #leaf(segment: Segment): string {
    switch (segment.kind) {
      case 'text':
        return this.#text(segment);
      case 'output':
        return this.#isKnown(segment.tokens) ? this.#output(segment) : this.#leave(segment);
      case 'statement':
        return this.#statement(segment);
      default:
        return this.#code(segment);
    }
  }

  /** Marks stand before the first word of a line, so that they are in the way of no white space control. */
  #text({start, end}: Segment): string {
    const text = this.#source.slice(start, end);
    const marked = this.#isMarking
      ? text.replace(/(^|\n)([ \t]*)(?=\S)/g, (found, _line, _space, at: number) => {
          return found + this.#settling.kept.mark(this.#lineAt(start + at + found.length));
        })
      : text;
    // Delimiters that are still in a text open nothing that is ever closed.
    return marked.replace(/\{[{%#]/g, (found) => this.#settling.kept.keep(found, 0));
  }

  #statement(segment: Segment): string {
    const [keyword, first, ...more] = segment.tokens;
    switch (keyword?.text) {
      case 'set':
        return this.#set(segment);
      case 'do':
        return this.#isKnown(segment.tokens.slice(1)) ? this.#code(segment) : this.#leave(segment);
      case 'include':
        return this.#loading(segment, []);
      case 'import':
        return this.#loading(segment, more.at(-1) === undefined ? [] : [more.at(-1)!.text]);
      case 'from': {
        const names = more.slice(more.findIndex(({text}) => text === 'import') + 1).map(({text}) => text);
        return first === undefined ? this.#leave(segment) : this.#loading(segment, importedNames(names));
      }
      default:
        return this.#leave(segment);
    }
  }

  #set(segment: Segment): string {
    const {tokens} = segment;
    const names = givenNames(tokens, '=');
    const value = tokens.slice(tokens.findIndex(({text}) => text === '=') + 1);
    const isSettled = this.#left === 0 && this.#isKnown(value);
    this.#scopes.give(names, isSettled);
    return isSettled ? this.#code(segment) : this.#leave(segment);
  }

  /** Statements that load another template, by a name that is written out. */
  #loading(segment: Segment, names: readonly string[]): string {
    const [, name] = segment.tokens;
    const isText = /^["']/.test(name?.text ?? '');
    const loaded = isText ? this.#settling.load(name!.text.slice(1, -1), this.#scopes.known()) : undefined;
    if (loaded === undefined || this.#left > 0) return this.#leave(segment);
    this.#scopes.give(names, true);
    const {start, end} = segment;
    return `${this.#source.slice(start, name!.start)}${JSON.stringify(loaded)}${this.#source.slice(name!.end, end)}`;
  }

  #block(block: Block): string {
    const [{head}] = block.clauses as [Clause];
    const {tokens} = head;
    switch (block.keyword) {
      case 'if':
        return this.#branches(
          block,
          block.clauses.every((clause) => this.#isKnown(clause.head.tokens.slice(1))),
        );
      case 'for': {
        const names = [...givenNames(tokens, 'in'), 'loop'];
        const over = tokens.slice(tokens.findIndex(({text}) => text === 'in') + 1);
        const isSettled = freeNames(over).every(({name}) => names.includes(name) || this.#scopes.isKnown(name));
        return this.#scopes.within(names, isSettled, () => this.#branches(block, isSettled));
      }
      case 'with': {
        const names = namesInList(tokens);
        const isSettled = this.#isKnown(tokens.slice(1));
        return this.#scopes.within(names, isSettled, () => this.#branches(block, isSettled));
      }
      case 'macro': {
        const [, name] = tokens;
        const isSettled = this.#left === 0 && name !== undefined && !this.#settling.ambiguous.has(name.text);
        this.#scopes.give(name === undefined ? [] : [name.text], isSettled);
        if (!isSettled) return this.#leaveAll(block);
        const given = [...namesInList(tokens), 'caller', 'varargs', 'kwargs'];
        return this.#scopes.within(given, true, () => this.#value(block));
      }
      case 'set': {
        this.#scopes.give(givenNames(tokens, '='), this.#left === 0);
        return this.#left === 0 ? this.#value(block) : this.#leaveAll(block);
      }
      case 'filter':
      case 'call':
        return this.#whole(block);
      default:
        return this.#leaveAll(block);
    }
  }

  #branches(block: Block, isSettled: boolean): string {
    if (isSettled) return this.#clauses(block, (head) => this.#code(head)) + this.#code(block.end);
    this.#left += 1;
    const text = this.#clauses(block, (head) => this.#leave(head));
    this.#left -= 1;
    return text + this.#leave(block.end);
  }

  #clauses({clauses}: Block, write: (head: Segment) => string): string {
    return clauses.map(({head, body}) => write(head) + this.nodes(body)).join('');
  }

  /** A block whose text becomes a value. */
  #value(block: Block): string {
    this.#values += 1;
    const text = this.#branches(block, true);
    this.#values -= 1;
    return text;
  }

  /** A block whose text is worked on: only if all of it is known. */
  #whole(block: Block): string {
    const before = this.#settling.kept.count;
    // What follows `filter` is its name, and no name of a value.
    const used = block.clauses[0]!.head.tokens.slice(block.keyword === 'filter' ? 2 : 1);
    const text = this.#isKnown(used) ? this.#value(block) : undefined;
    return text === undefined || this.#settling.kept.count > before ? this.#leaveAll(block) : text;
  }

  #leaveAll({clauses, end}: Block): string {
    const {head} = clauses[0]!;
    return this.#mark(head) + this.#keep(head.start, end.end);
  }

  /** Code for later, in which the variables that have a value now are written out. */
  #leave(segment: Segment): string {
    const {start, end, tokens} = segment;
    const isStatement = this.#source[start + 1] === '%';
    const names = freeNames(tokens, isStatement ? 1 : 0).filter((free) => this.#isVariable(free));
    let text = this.#mark(segment);
    let from = start;
    for (const free of names) {
      text += `${this.#keep(from, free.start)}{{ (${this.#source.slice(free.start, free.end)})|${LITERAL} }}`;
      from = free.end;
    }
    return text + this.#keep(from, end);
  }

  #isVariable({name, isCalled}: FreeName): boolean {
    return !isCalled && this.#scopes.isKnown(name) && !this.#settling.functions.has(name);
  }

  #isKnown(tokens: Segment['tokens']): boolean {
    return freeNames(tokens).every(({name}) => this.#scopes.isKnown(name));
  }

  #keep(start: number, end: number): string {
    return this.#settling.kept.keep(this.#source.slice(start, end), this.#lineAt(start));
  }

  /** A statement that has a line for itself leaves none behind; what it includes stays where it is. */
  #code({kind, start, end, tokens}: Segment): string {
    const code = this.#source.slice(start, end);
    const isSilent = kind === 'comment' || (kind === 'statement' && tokens[0]?.text !== 'include');
    const before = this.#source.slice(this.#source.lastIndexOf('\n', start - 1) + 1, start);
    const isAlone = before.trim() === '' && /^[ \t]*(?:\r?\n|$)/.test(this.#source.slice(end, end + 200));
    return isSilent && isAlone ? this.#settling.kept.alone(code) : code;
  }

  /** Where the code itself takes white space away, a mark would keep it. */
  #output(segment: Segment): string {
    const isTrimming = this.#source[segment.start + 2] === '-';
    return (isTrimming ? '' : this.#mark(segment)) + this.#code(segment);
  }

  #mark({start}: Segment): string {
    return this.#isMarking ? this.#settling.kept.mark(this.#lineAt(start)) : '';
  }

  get #isMarking(): boolean {
    return this.#settling.marked && this.#values === 0;
  }
}
