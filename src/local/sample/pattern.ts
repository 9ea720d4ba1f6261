import {ANY, type CharRange, classOf, one, rangesOfProperty, without} from './char-classes.js';

/** A regular expression, as far as a text for it can be made up. */
export type Pattern =
  | {readonly kind: 'chars'; readonly ranges: readonly CharRange[]}
  | {readonly kind: 'sequence'; readonly items: readonly Pattern[]}
  | {readonly kind: 'choice'; readonly options: readonly Pattern[]}
  | {readonly kind: 'repeat'; readonly item: Pattern; readonly low: number; readonly high: number}
  | {readonly kind: 'group'; readonly item: Pattern; readonly names: readonly string[]}
  | {readonly kind: 'again'; readonly name: string};

const EMPTY: Pattern = {kind: 'sequence', items: []};
/** Reads a pattern. Boundaries and look-around are passed over: what is made up is tried against the real one. */
export function parsePattern(source: string): Pattern {
  return new Reader([...source]).choice();
}

class Reader {
  readonly #chars: readonly string[];
  #at = 0;
  #groups = 0;

  constructor(chars: readonly string[]) {
    this.#chars = chars;
  }

  choice(): Pattern {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : {kind: 'choice', options};
  }

  #sequence(): Pattern {
    const items: Pattern[] = [];
    while (this.#at < this.#chars.length && !'|)'.includes(this.#chars[this.#at]!)) items.push(this.#repeated());
    return {kind: 'sequence', items};
  }

  #repeated(): Pattern {
    const item = this.#atom();
    const bounds = this.#quantifier();
    if (bounds === undefined) return item;
    this.#take('?');
    return {kind: 'repeat', item, ...bounds};
  }

  #quantifier(): {low: number; high: number} | undefined {
    if (this.#take('*')) return {low: 0, high: Infinity};
    if (this.#take('+')) return {low: 1, high: Infinity};
    if (this.#take('?')) return {low: 0, high: 1};
    const [all, low, comma, high] = this.#match(/^\{(\d+)(,?)(\d*)\}/) ?? [];
    if (all === undefined) return undefined;
    return {low: Number(low), high: high !== '' ? Number(high) : comma === '' ? Number(low) : Infinity};
  }

  #atom(): Pattern {
    const char = this.#next();
    if (char === '^' || char === '$') return EMPTY;
    if (char === '.') return {kind: 'chars', ranges: ANY};
    if (char === '(') return this.#group();
    if (char === '[') return {kind: 'chars', ranges: this.#class()};
    return char === '\\' ? this.#escape() : chars(char);
  }

  #group(): Pattern {
    const look = this.#match(/^\?<?[=!]/) !== undefined;
    const plain = look || this.#match(/^\?[a-z-]*:/) !== undefined;
    const name = this.#match(/^\?<([^>]+)>/)?.[1];
    if (!plain) this.#groups += 1;
    const names = [String(this.#groups), ...(name === undefined ? [] : [name])];
    const item = this.choice();
    this.#take(')');
    if (look) return EMPTY;
    return plain ? item : {kind: 'group', item, names};
  }

  #escape(): Pattern {
    if (this.#match(/^[bB]/)) return EMPTY;
    const name = this.#match(/^k<([^>]+)>/)?.[1] ?? this.#match(/^([1-9]\d*)/)?.[1];
    return name === undefined ? {kind: 'chars', ranges: this.#escapedRanges()} : {kind: 'again', name};
  }

  #class(): readonly CharRange[] {
    const negated = this.#take('^');
    const ranges: CharRange[] = [];
    while (this.#at < this.#chars.length && !this.#take(']')) {
      const member = this.#classMember();
      const [low] = member[0] ?? [0];
      const isRange = member.length === 1 && this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] !== ']';
      if (isRange) {
        this.#next();
        ranges.push([low, this.#classMember()[0]?.[1] ?? low]);
      } else ranges.push(...member);
    }
    return negated ? without(ranges) : ranges;
  }

  #classMember(): readonly CharRange[] {
    const char = this.#next();
    return char === '\\' ? this.#escapedRanges() : one(char.codePointAt(0)!);
  }

  #escapedRanges(): readonly CharRange[] {
    const code = this.#match(/^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\})/);
    if (code !== undefined) return one(Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16));
    const property = this.#match(/^([pP])\{([^}]*)\}/);
    if (property !== undefined) return rangesOfProperty(property[2]!, property[1] === 'P');
    const char = this.#next();
    return classOf(char);
  }

  #next(): string {
    const char = this.#chars[this.#at] ?? ' ';
    this.#at += 1;
    return char;
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.#chars.slice(this.#at, this.#at + 64).join(''));
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }
}

function chars(char: string): Pattern {
  return {kind: 'chars', ranges: one(char.codePointAt(0)!)};
}
